import type { LikelihoodGrid } from "./grid";
import { logSumExp } from "./log-sum-exp";
import type { Counts } from "../model";

/**
 * Natural logarithm of the likelihood of `counts` under the mixture of `grid` against the grid's fixed error ratio.
 * With a grid above it, it is evidence that the limit is broken; with a grid below, that it is kept.
 */
export function weighAgainst(grid: LikelihoodGrid, { requests, errors }: Counts): number {
  if (requests === 0) {
    return 0;
  }
  const { lnWeights, lnError, lnSuccess } = grid;
  const terms = lnWeights.slice();
  for (let j = 0; j < terms.length; j++) {
    const weight = lnWeights[j] as number;
    terms[j] = weight + errors * (lnError[j] as number) + (requests - errors) * (lnSuccess[j] as number);
  }
  return logSumExp(terms);
}
