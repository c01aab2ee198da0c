import { countOthers } from "./parameters";
import type { VerdictParameters } from "./parameters";

/** Chances of a false failure that add up to alpha. */
export interface AlphaParts {
  /** Errors, latency and events together with the objective. */
  readonly main: number;
  /** Shares of outcomes, all together. */
  readonly shares: number;
}

/**
 * Divides alpha: errors keep half of it where shares of outcomes are judged too, and the rest is divided equally among
 * latency, each event, and the shares.
 */
export function divideAlpha(
  parameters: Pick<VerdictParameters, "alpha" | "latencyBoundsSeconds" | "events" | "outcomes">,
): AlphaParts {
  const { alpha, outcomes } = parameters;
  const shares = outcomes === undefined ? 0 : alpha / 2 / (countOthers(parameters) + 1);
  return { main: alpha - shares, shares };
}

/** Limit of the evidence of errors, latency and events: ln E from which a release fails. */
export function failAtOf(parameters: Parameters<typeof divideAlpha>[0]): number {
  return -Math.log(divideAlpha(parameters).main);
}
