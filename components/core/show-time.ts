/**
 * A moment as ISO 8601, to the second.
 * @param seconds - since the epoch
 * @example showTime(1790000000) // "2026-09-21T14:13:20Z"
 */
export const showTime = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");

/**
 * The day of a moment, UTC.
 * @param seconds - since the epoch
 * @example showDay(1790000000) // "2026-09-21"
 */
export const showDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
