/** Upper end of a bucket as a person writes it, seconds. */
export function toBoundSeconds(bound: string): number {
  return bound.endsWith("ms") ? Number.parseInt(bound, 10) / 1000 : Number.parseInt(bound, 10);
}
