import { countOthers } from "../parameters";
import type { VerdictParameters } from "../parameters";

/** Chances of a false failure that add up to alpha. */
export interface AlphaParts {
  /** Errors, latency and events together with the objective. */
  readonly main: number;
  /** Shares of outcomes, all together. */
  readonly shares: number;
  /** Requests of our own; 0 where they are not judged. */
  readonly synthetic: number;
}

/** Part of alpha that synthetic checks have where they are judged. */
export const syntheticShareOfAlpha = 0.1;

/**
 * Divides alpha: errors keep half of it where shares of outcomes are judged too, and the rest is divided equally among
 * latency, each event, and the shares. Synthetic checks take their share before all of them.
 */
export function divideAlpha(
  parameters: Pick<
    VerdictParameters,
    "alpha" | "latencyBoundsSeconds" | "events" | "outcomes" | "syntheticShare"
  >,
): AlphaParts {
  const { alpha, outcomes, syntheticShare = 0 } = parameters;
  const synthetic = alpha * syntheticShare;
  const rest = alpha - synthetic;
  const shares = outcomes === undefined ? 0 : rest / 2 / (countOthers(parameters) + 1);
  return { main: rest - shares, shares, synthetic };
}

/** Limit of the evidence of errors, latency and events: ln E from which a release fails. */
export function failAtOf(parameters: Parameters<typeof divideAlpha>[0]): number {
  return -Math.log(divideAlpha(parameters).main);
}
