/** Stirling's series from here on, where its error is below 1e-12. */
const smallest = 32;

function logFactorial(n: number): number {
  if (n < smallest) {
    let sum = 0;
    for (let k = 2; k <= n; k += 1) {
      sum += Math.log(k);
    }
    return sum;
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

/** Sum of probabilities from `hits` away from the mode, by the ratio of neighbours; stops where nothing is added. */
function tail(trials: number, hits: number, share: number, step: 1 | -1): number {
  const odds = share / (1 - share);
  const logFirst =
    logFactorial(trials) -
    logFactorial(hits) -
    logFactorial(trials - hits) +
    hits * Math.log(share) +
    (trials - hits) * Math.log(1 - share);
  let term = Math.exp(logFirst);
  let sum = 0;
  for (let k = hits; term > sum * 1e-16 || k === hits; k += step) {
    sum += term;
    term *= step === 1 ? ((trials - k) / (k + 1)) * odds : k / (trials - k + 1) / odds;
  }
  return Math.min(1, sum);
}

/**
 * Exact two-sided binomial test: twice the smaller tail, at most 1.
 * @param trials - requests in all
 * @param hits - requests of one kind among them, 0 to `trials`
 * @param share - probability of that kind, above 0 and below 1
 * @returns chance of a count at least as far out, if `share` is true
 * @example binomialTest(10, 0, 0.5) // 0.001953125
 */
export function binomialTest(trials: number, hits: number, share: number): number {
  return Math.min(1, 2 * Math.min(tail(trials, hits, share, -1), tail(trials, hits, share, 1)));
}
