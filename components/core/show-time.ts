/**
 * A moment as ISO 8601, to the second.
 * @param seconds - since the epoch
 * @example showTime(1790000000) // "2026-09-21T14:13:20Z"
 */
export const showTime = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
