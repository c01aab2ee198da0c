import type { Grid } from "./grid";
import { logSumExp } from "./log-sum-exp";
import type { Counts } from "./model";

/**
 * Adds one tick to a relative test: given how many requests each track had and how many failed in total, which share
 * of the failures is the canary's. A tick in which a track had no request says nothing.
 * @param logL - logarithm of L per grid point so far
 * @param tempering - exponent of this tick, above 0 to 1
 */
export function addRelative(
  logL: readonly number[],
  { points }: Grid,
  toleratedRatio: number,
  canary: Counts,
  stable: Counts,
  tempering: number,
): readonly number[] {
  const errors = canary.errors + stable.errors;
  if (canary.requests === 0 || stable.requests === 0 || errors === 0) {
    return logL;
  }
  const nullScale = toleratedRatio * canary.requests + stable.requests;
  return logL.map((sum, j) => {
    const ratio = points[j] as number;
    const scale = Math.log((ratio * canary.requests + stable.requests) / nullScale);
    return sum + tempering * (canary.errors * Math.log(ratio / toleratedRatio) - errors * scale);
  });
}

/** ln E of a relative test: the mixture of L over its grid. */
export function mixRelative(logL: readonly number[], { lnWeights }: Grid): number {
  return logSumExp(lnWeights.map((lnWeight, j) => lnWeight + (logL[j] as number)));
}
