import type { Grid, RatioGrid } from "./grid";
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
  { points, lnRatios, toleratedRatio }: RatioGrid,
  canary: Counts,
  stable: Counts,
  tempering: number,
): readonly number[] {
  const errors = canary.errors + stable.errors;
  if (canary.requests === 0 || stable.requests === 0 || errors === 0) {
    return logL;
  }
  const nullScale = toleratedRatio * canary.requests + stable.requests;
  const added = logL.slice();
  for (let j = 0; j < added.length; j++) {
    const scale = Math.log(((points[j] as number) * canary.requests + stable.requests) / nullScale);
    const gain = canary.errors * (lnRatios[j] as number) - errors * scale;
    added[j] = (logL[j] as number) + tempering * gain;
  }
  return added;
}

/** ln E of a relative test: the mixture of L over its grid. */
export function mixRelative(logL: readonly number[], { lnWeights }: Grid): number {
  const terms = lnWeights.slice();
  for (let j = 0; j < terms.length; j++) {
    terms[j] = (lnWeights[j] as number) + (logL[j] as number);
  }
  return logSumExp(terms);
}
