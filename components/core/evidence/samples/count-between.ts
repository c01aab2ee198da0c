import type { Track } from "../../track";
import { noMarks, readIncrements } from "../../verdict/index";
import type { Counts, RawSeries } from "../../verdict/index";

/** Counts of one track between two times. */
export interface TrackCount extends Counts {
  /** Everything that the router sent there and that was over in this time, whoever gave up; long-lived connections left out. */
  readonly routed: number;
  /** Of these, how many took longer than the largest bucket that was read. */
  readonly slow: number;
}

/** Requests and errors per track, and how many scrapes they come from. */
export interface CountedRange extends Readonly<Record<Track, TrackCount>> {
  /** Scrapes after the first one in the range, of the target that was scraped least. */
  readonly scrapes: number;
}

const routedCounters = ["requests", "gave-up", "untold"];

/** Scrapes after the first one of a target, by whichever of its series has most. */
function countScrapes(series: readonly RawSeries[]): number {
  const scrapes = new Map<string, number>();
  for (const { target, samples } of series) {
    scrapes.set(target, Math.max(samples.length - 1, scrapes.get(target) ?? 0));
  }
  const least = Math.min(...scrapes.values());
  return Number.isFinite(least) ? least : 0;
}

/**
 * Increments between the first scrape at or after `fromSeconds` and the newest one, by the same rules as evidence.
 * @param series - samples before `fromSeconds` only show the scrape interval and the request rate
 */
export function countBetween(
  series: readonly RawSeries[],
  fromSeconds: number,
  untilSeconds: number,
): CountedRange {
  // Before the first one, so that it is a baseline itself.
  const baselineSeconds = fromSeconds - 1e-6;
  const limits = { gapSeconds: Infinity, baselineSeconds, untilSeconds };
  const before = { ...limits, baselineSeconds: -Infinity, untilSeconds: baselineSeconds };
  const { scrapes } = readIncrements(noMarks, series, before).marks;
  const { increments } = readIncrements({ ...noMarks, scrapes }, series, limits);
  const sum = (track: Track, isCounted: (one: RawSeries) => boolean) =>
    increments.reduce(
      (total, one) => total + (one.series.track === track && isCounted(one.series) ? one.count : 0),
      0,
    );
  const of = (track: Track): TrackCount => {
    const has = (name: string) => (one: RawSeries) => one.counters.includes(name);
    const isRouted = ({ counters }: RawSeries) =>
      !counters.includes("stream") && routedCounters.some((name) => counters.includes(name));
    const isWithin = ({ counters }: RawSeries) => counters.some((name) => name.startsWith("within:"));
    const isTimed = sum(track, isWithin) > 0 || series.some((one) => one.track === track && isWithin(one));
    return {
      requests: sum(track, has("requests")),
      errors: sum(track, has("errors")),
      routed: sum(track, isRouted),
      slow: isTimed ? Math.max(0, sum(track, has("timed")) - sum(track, isWithin)) : 0,
    };
  };
  const inRange = series.map((one) => ({
    ...one,
    samples: one.samples.filter(
      ([at, value]) => at >= fromSeconds && at <= untilSeconds && Number.isFinite(value),
    ),
  }));
  return {
    stable: of("stable"),
    canary: of("canary"),
    scrapes: countScrapes(inRange.filter(({ samples }) => samples.length > 0)),
  };
}
