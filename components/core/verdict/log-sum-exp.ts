/**
 * Natural logarithm of a sum of exponentials, without overflow. Sums in index order, so that the same terms give the
 * same bits.
 * @param terms - logarithms, at least one of them finite
 */
export function logSumExp(terms: readonly number[]): number {
  const most = terms.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (const term of terms) {
    sum += Math.exp(term - most);
  }
  return most + Math.log(sum);
}
