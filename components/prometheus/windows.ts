/** One question: the range that ends at a time. */
export interface Window {
  /** Seconds since the epoch. */
  readonly atSeconds: number;
  readonly rangeSeconds: number;
}

/** Longest range of one query, seconds: a longer one loads Prometheus at once with what may be asked in pieces. */
const usualSeconds = 3600;
/** The same where a histogram is read, which has a dozen times the series. */
export const histogramWindowSeconds = 600;

/**
 * Windows to query for everything between two moments, oldest first. Neighbours share their border, since some versions
 * of Prometheus leave a range's first moment out.
 */
export function planWindows(
  fromSeconds: number,
  untilSeconds: number,
  longestSeconds = usualSeconds,
): readonly Window[] {
  const windows: Window[] = [];
  for (let from = fromSeconds; from < untilSeconds; from += longestSeconds) {
    const atSeconds = Math.min(from + longestSeconds, untilSeconds);
    windows.push({ atSeconds, rangeSeconds: Math.ceil(atSeconds - from) + 1 });
  }
  return windows;
}
