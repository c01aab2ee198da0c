import type { Counts, RawSeries } from "../core/verdict/index";
import type { Track } from "../core/track";

/** Requests and errors per track, and how many scrapes they come from. */
export interface CountedRange extends Readonly<Record<Track, Counts>> {
  /** Scrapes after the first one in the range, of the replica that was scraped least. */
  readonly scrapes: number;
}

/**
 * Increments between the first scrape at or after `fromSeconds` and the newest one. A series that appears later than
 * the first scrape of its target counts from 0, as a router makes it with its first request; a falling counter was reset.
 */
export function countBetween(
  series: readonly RawSeries[],
  fromSeconds: number,
  untilSeconds: number,
): CountedRange {
  const counts = { stable: { requests: 0, errors: 0 }, canary: { requests: 0, errors: 0 } };
  const inRange = series.map((one) => ({
    ...one,
    samples: one.samples.filter(
      ([at, value]) => at >= fromSeconds && at <= untilSeconds && Number.isFinite(value),
    ),
  }));
  // Replicas of a router are scraped at different moments: each has a first scrape of its own.
  const firstScrape = new Map<string, number>();
  for (const { target, samples } of inRange) {
    const at = samples[0]?.[0] ?? Infinity;
    firstScrape.set(target, Math.min(at, firstScrape.get(target) ?? Infinity));
  }
  for (const { target, track, counters, samples } of inRange) {
    const first = samples[0];
    if (first === undefined) continue;
    let before = first[0] > (firstScrape.get(target) ?? 0) ? 0 : first[1];
    let grown = 0;
    for (const [, value] of samples) {
      grown += value >= before ? value - before : value;
      before = value;
    }
    if (counters.includes("requests")) counts[track].requests += grown;
    if (counters.includes("errors")) counts[track].errors += grown;
  }
  const scrapes = Math.min(...[...firstScrape.keys()].map((target) => countScrapes(inRange, target)));
  return { ...counts, scrapes: Number.isFinite(scrapes) ? scrapes : 0 };
}

function countScrapes(series: readonly RawSeries[], target: string): number {
  return Math.max(0, ...series.map((one) => (one.target === target ? one.samples.length - 1 : 0)));
}
