/** A term this much smaller than the largest is lost in rounding. */
const negligible = -40;

/**
 * Natural logarithm of a sum of exponentials, without overflow. Sums in index order, so that the same terms give the
 * same bits.
 * @param terms - logarithms, at least one of them finite
 */
export function logSumExp(terms: readonly number[]): number {
  let most = -Infinity;
  for (const term of terms) {
    most = term > most ? term : most;
  }
  let sum = 0;
  for (const term of terms) {
    const less = term - most;
    sum += less > negligible ? Math.exp(less) : 0;
  }
  return most + Math.log(sum);
}
