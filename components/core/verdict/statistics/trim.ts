/**
 * Keeps the largest one-tick increments of ln E. They are subtracted before ln E is compared with its limit, so that
 * one burst of errors alone never fails a release.
 * @param top - increments kept so far, ascending; as many as are trimmed
 * @param increment - latest increment; a negative one counts as 0
 */
export function keepLargest(top: readonly number[], increment: number): readonly number[] {
  const [least] = top;
  return least === undefined || increment <= least
    ? top
    : [...top.slice(1), increment].toSorted((a, b) => a - b);
}

/** ln E without its largest jumps. */
export function trimmedLnE(lnE: number, top: readonly number[]): number {
  return lnE - top.reduce((sum, increment) => sum + increment, 0);
}
