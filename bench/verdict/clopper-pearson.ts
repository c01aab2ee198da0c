/** Chance of at most `events` in `runs` at chance `p`. */
export function chanceUpTo(events: number, runs: number, p: number): number {
  let term = runs * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= events; k++) {
    term += Math.log((runs - k + 1) / k) + Math.log(p / (1 - p));
    sum += Math.exp(term);
  }
  return sum;
}

/** Root of a function that falls from above `level` to below between 0 and 1. */
function bisect(fall: (p: number) => number, level: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (fall(middle) > level) low = middle;
    else high = middle;
  }
  return high;
}

/** Upper Clopper-Pearson bound of a share, one-sided 99 %. */
export function upperBound(events: number, runs: number): number {
  return events === runs ? 1 : bisect((p) => chanceUpTo(events, runs, p), 0.01);
}

/** Lower Clopper-Pearson bound of a share, one-sided 99 %. */
export function lowerBound(events: number, runs: number): number {
  return events === 0 ? 0 : bisect((p) => chanceUpTo(events - 1, runs, p), 0.99);
}
