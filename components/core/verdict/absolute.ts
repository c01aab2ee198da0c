import type { LikelihoodGrid } from "./grid";
import { weighAgainst } from "./likelihood";
import { logSumExp } from "./log-sum-exp";
import type { AbsoluteState, Counts } from "./model";

/** Nothing counted yet. */
export const noAbsolute: AbsoluteState = { seconds: 0, starts: 0, sums: [] };

/** The first start and this many of the latest ones are kept. */
const latestKept = 8;

/**
 * Adds one tick to the absolute test. A new count starts every `restartSeconds` beside the earlier ones, so that a
 * fault late in a long soak does not have to outweigh all the good time before it.
 */
export function addAbsolute(
  state: AbsoluteState,
  tick: Counts,
  tickSeconds: number,
  restartSeconds: number,
): AbsoluteState {
  const isDue = state.seconds >= state.starts * restartSeconds;
  const starts = isDue ? state.starts + 1 : state.starts;
  const open = isDue ? [...state.sums, { start: starts, requests: 0, errors: 0 }] : state.sums;
  const kept = open.length > 1 + latestKept ? open.toSpliced(1, 1) : open;
  return {
    seconds: state.seconds + tickSeconds,
    starts,
    sums: kept.map(({ start, requests, errors }) => ({
      start,
      requests: requests + tick.requests,
      errors: errors + tick.errors,
    })),
  };
}

/**
 * ln A: the mixture over all starts, start k with weight 1/(k(k+1)), and the rest on 1 for those to come. Starts that
 * are no longer kept only lower it.
 */
export function mixAbsolute({ starts, sums }: AbsoluteState, grid: LikelihoodGrid): number {
  return logSumExp([
    -Math.log(starts + 1),
    ...sums.map(({ start, ...counts }) => weighAgainst(grid, counts) - Math.log(start * (start + 1))),
  ]);
}
