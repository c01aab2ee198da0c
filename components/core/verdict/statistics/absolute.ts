import type { LikelihoodGrid } from "./grid";
import { weighAgainst } from "./likelihood";
import { logSumExp } from "./log-sum-exp";
import type { AbsoluteState, AbsoluteSum, Counts } from "../model";

/** Nothing counted yet. */
export const noAbsolute: AbsoluteState = { seconds: 0, starts: 0, sums: [] };

/** The first start and this many of the latest ones are kept. */
const latestKept = 8;

/**
 * Adds one tick to the absolute test. A new count starts every `restartSeconds` beside the earlier ones, so that a
 * fault late in a long soak does not have to outweigh all the good time before it.
 * @param tempering - of a count that starts with this tick
 */
export function addAbsolute(
  state: AbsoluteState,
  tick: Counts,
  tickSeconds: number,
  { restartSeconds, tempering = 1 }: { readonly restartSeconds: number; readonly tempering?: number },
): AbsoluteState {
  const isDue = state.seconds >= state.starts * restartSeconds;
  const starts = isDue ? state.starts + 1 : state.starts;
  const begun = { start: starts, requests: 0, errors: 0, ...(tempering === 1 ? {} : { tempering }) };
  const open = isDue ? [...state.sums, begun] : state.sums;
  const kept = open.length > 1 + latestKept ? open.toSpliced(1, 1) : open;
  return {
    seconds: state.seconds + tickSeconds,
    starts,
    sums: kept.map((sum) => ({
      ...sum,
      requests: sum.requests + tick.requests,
      errors: sum.errors + tick.errors,
    })),
  };
}

/** Evidence of what was counted since one start, with the start's share. */
export function weighSum(
  grid: LikelihoodGrid,
  { start, tempering = 1, requests, errors }: AbsoluteSum,
): number {
  const counts = { requests: tempering * requests, errors: tempering * errors };
  return weighAgainst(grid, counts) - Math.log(start * (start + 1));
}

/**
 * ln A: the mixture over all starts, start k with weight 1/(k(k+1)), and the rest on 1 for those to come. Starts that
 * are no longer kept only lower it.
 */
export function mixAbsolute({ starts, sums }: AbsoluteState, grid: LikelihoodGrid): number {
  return logSumExp([-Math.log(starts + 1), ...sums.map((sum) => weighSum(grid, sum))]);
}
