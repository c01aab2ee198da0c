import type { Grid, RatioGrid } from "./grid";
import { logSumExp } from "./log-sum-exp";
import type { Counts } from "../model";

/** Logarithms of a tick's scale at every point of a grid, and the requests for which they are valid. */
interface Scales {
  readonly canary: number;
  readonly stable: number;
  readonly lnScales: readonly number[];
}

const latest = new WeakMap<RatioGrid, Scales>();

/** All bounds of a histogram share a grid and a tick's requests: their logarithms are the dearest part of a tick. */
function scalesOf(grid: RatioGrid, canary: number, stable: number): readonly number[] {
  const known = latest.get(grid);
  if (known?.canary === canary && known.stable === stable) {
    return known.lnScales;
  }
  const { points, toleratedRatio } = grid;
  const nullScale = toleratedRatio * canary + stable;
  const lnScales = points.slice();
  for (let j = 0; j < lnScales.length; j++) {
    lnScales[j] = Math.log(((points[j] as number) * canary + stable) / nullScale);
  }
  latest.set(grid, { canary, stable, lnScales });
  return lnScales;
}

/**
 * Adds one tick to a relative test: given how many requests each track had and how many failed in total, which share
 * of the failures is the canary's. A tick in which a track had no request says nothing.
 * @param logL - logarithm of L per grid point so far
 * @param tempering - exponent of this tick, above 0 to 1
 */
export function addRelative(
  logL: readonly number[],
  grid: RatioGrid,
  canary: Counts,
  stable: Counts,
  tempering: number,
): readonly number[] {
  const errors = canary.errors + stable.errors;
  if (canary.requests === 0 || stable.requests === 0 || errors === 0) {
    return logL;
  }
  const { lnRatios } = grid;
  const lnScales = scalesOf(grid, canary.requests, stable.requests);
  const added = logL.slice();
  for (let j = 0; j < added.length; j++) {
    const gain = canary.errors * (lnRatios[j] as number) - errors * (lnScales[j] as number);
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
