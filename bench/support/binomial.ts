import { chanceUpTo } from "../verdict/clopper-pearson";

/** Half of the chance outside of the limits. */
const tail = 0.0005;

/** Smallest count whose chance, or that of fewer, is above a level. */
function quantile(runs: number, p: number, level: number): number {
  let [low, high] = [0, runs];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (chanceUpTo(middle, runs, p) > level) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Limits between which the count of events lies in 99.9 % of all cases, exact. */
export function limitsOf(runs: number, p: number): readonly [low: number, high: number] {
  if (p === 0 || p === 1) return [p * runs, p * runs];
  return [quantile(runs, p, tail), quantile(runs, p, 1 - tail)];
}
