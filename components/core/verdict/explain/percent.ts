/** A ratio as percent with two significant digits. */
export function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(2))} %`;
}
