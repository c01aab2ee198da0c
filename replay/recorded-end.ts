import { scrapeInterval } from "../components/core/evidence/samples/scrape-interval";
import { tracks } from "../components/core/track";
import type { RawSeries } from "../components/core/verdict/index";

/** Scrapes for which the silence of a track at the end is the recording's, and says nothing of the track. */
const openScrapes = 3.5;

/**
 * Moment up to which both tracks were recorded, where one stops a few scrapes before the other: tracks are scraped one after
 * the other, and a recording is cut anywhere. A track that is silent for longer is missing.
 * @param untilSeconds - last sample of any track, seconds since the epoch
 */
export function findEnd(series: readonly RawSeries[], untilSeconds: number): number {
  const ends = tracks.map((track) =>
    Math.max(
      ...series
        .filter((one) => one.track === track && one.counters.includes("requests"))
        .map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity),
    ),
  );
  const first = Math.min(...ends);
  const openSeconds = openScrapes * (scrapeInterval(series) ?? 0);
  return untilSeconds - first <= openSeconds ? first : untilSeconds;
}
