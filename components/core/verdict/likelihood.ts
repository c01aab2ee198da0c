import type { Grid } from "./grid";
import { logSumExp } from "./log-sum-exp";
import type { Counts } from "./model";

/**
 * Natural logarithm of the likelihood of `counts` under the mixture of `grid` against one fixed error ratio. With a
 * grid above the limit it is evidence that the limit is broken; with a grid below, that it is kept.
 * @param limit - error ratio of the null, above 0 and below 1
 */
export function weighAgainst(
  limit: number,
  { points, lnWeights }: Grid,
  { requests, errors }: Counts,
): number {
  const good = requests - errors;
  return logSumExp(
    points.map(
      (p, j) =>
        (lnWeights[j] as number) + errors * Math.log(p / limit) + good * Math.log((1 - p) / (1 - limit)),
    ),
  );
}
