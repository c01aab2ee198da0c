import { tracks } from "../../track";
import type { RawSeries } from "../../verdict/index";

/** Middle of numbers; undefined of none. */
function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Usual time between two samples of a series, seconds; undefined where it has fewer than two. */
export function gapOfSamples(samples: RawSeries["samples"]): number | undefined {
  return median(
    samples.flatMap(([at], i) => (i === 0 ? [] : [at - (samples[i - 1] as [number, number])[0]])),
  );
}

/**
 * Usual time between two scrapes of the series that count requests, of the track that is scraped less often, seconds;
 * undefined where no series shows it.
 */
export function scrapeInterval(series: readonly RawSeries[]): number | undefined {
  const telling = series.filter(({ counters }) => counters.length === 0 || counters.includes("requests"));
  const known = tracks.flatMap((track) => {
    const own = telling.filter((one) => one.track === track);
    return median(own.flatMap(({ samples }) => gapOfSamples(samples) ?? [])) ?? [];
  });
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Slower than this, waiting for samples is worth a word, seconds. */
const slowSeconds = 10;

/** Cost of rare samples, one sentence for people; undefined where samples come often enough. */
export function explainInterval(intervalSeconds: number | undefined): string | undefined {
  if (intervalSeconds === undefined || intervalSeconds < slowSeconds) return undefined;
  const every = Math.round(intervalSeconds);
  return `samples come every ${every} s: a fault is seen up to ${every} s after it happens, and that a write was followed after about ${3 * every} s`;
}
