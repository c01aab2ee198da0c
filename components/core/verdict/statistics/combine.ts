import { mixAbsolute } from "./absolute";
import { gridsOf } from "./grid";
import { logSumExp } from "./log-sum-exp";
import type { EvidenceState } from "../model";
import { mixRelative } from "./relative";

/** Evidence of every test and of all together; natural logarithms. */
export interface Combined {
  /** Per relative test: errors, then each latency bound. */
  readonly tests: readonly number[];
  /** Relative tests together. */
  readonly relative: number;
  readonly absolute: number;
  readonly share: number;
  readonly lnE: number;
}

/**
 * Combines the evidence with fixed shares: E = (1 − v)·E_relative + v·A. A is 1 until a tick at weight 100 (or any,
 * where the objective is hard) adds to it, so the whole is one e-process and the chance of a false failure stays at
 * alpha for the whole release.
 */
export function combine(
  state: Pick<EvidenceState, "parameters" | "relative" | "absolute" | "absoluteShare">,
): Combined {
  const { parameters } = state;
  const grids = gridsOf(parameters);
  const share = state.absoluteShare ?? parameters.absoluteShare;
  const tests = grids.relative.map(({ grid }, k) =>
    mixRelative(state.relative[k] as readonly number[], grid),
  );
  const relative = logSumExp(grids.relative.map(({ lnShare }, k) => lnShare + (tests[k] as number)));
  const absolute = mixAbsolute(state.absolute, grids.absolute);
  const lnE =
    share === 0 ? relative : logSumExp([Math.log(1 - share) + relative, Math.log(share) + absolute]);
  return { tests, relative, absolute, share, lnE };
}
