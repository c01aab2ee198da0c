import { stepCounter } from "./counter";
import type { CounterMark } from "./counter";
import { hashIdentity } from "./hash";
import type { FallMark, RawSeries, ScrapeMark, SeriesMark } from "../model";
import { gapOf, mostSince, noteScrape } from "./scrapes";
import type { Scrapes } from "./scrapes";

/** Increment of a counter by one sample. */
export interface Increment {
  readonly atSeconds: number;
  /** See {@link sinceOf}. @default - it is the first sample */
  readonly sinceSeconds?: number;
  readonly series: RawSeries;
  /** Whole number, at least 0. */
  readonly count: number;
  /** The counter fell, and the cause is not known yet. */
  readonly isOpen: boolean;
}

/** Everything that is known of the series read so far. */
export interface SeriesMarks {
  readonly series: readonly SeriesMark[];
  readonly scrapes: readonly ScrapeMark[];
  readonly falls: readonly FallMark[];
}

/** Nothing is known. */
export const noMarks: SeriesMarks = { series: [], scrapes: [], falls: [] };

/** Result of reading the samples of a window. */
export interface SeriesReading {
  readonly marks: SeriesMarks;
  readonly increments: readonly Increment[];
  /** Scrapes in order of time. */
  readonly scrapes: readonly ScrapeMark[];
}

interface Reading {
  readonly atSeconds: number;
  readonly value: number;
  readonly id: number;
  readonly target: number;
  /** Track at the target. */
  readonly place: number;
  readonly series: RawSeries;
}

/** Limits within which samples are read, seconds. */
export interface ReadLimits {
  /** Samples of an unknown series up to here are not used. */
  readonly baselineSeconds: number;
  readonly untilSeconds: number;
  readonly gapSeconds: number;
  /** Weight in force, whole percent: it limits the first value of a new series. @default - any share */
  readonly weight?: number | undefined;
}

interface Known extends CounterMark {
  readonly place: number;
}

/** Samples that are new and usable, in order of time, those of one scrape next to each other. */
function readNew(
  marks: ReadonlyMap<number, Known>,
  series: readonly RawSeries[],
  limits: ReadLimits,
): Reading[] {
  const readings = series.flatMap((one) => {
    const id = hashIdentity(one.id);
    const target = hashIdentity(one.target);
    const place = hashIdentity(`${one.track} ${one.target}`);
    const after = marks.get(id)?.atSeconds ?? limits.baselineSeconds;
    return one.samples
      .filter(([at, value]) => at > after && at <= limits.untilSeconds && value >= 0 && value < Infinity)
      .map(([atSeconds, value]) => ({
        atSeconds,
        value: Math.round(value),
        id,
        target,
        place,
        series: one,
      }));
  });
  return readings.toSorted((a, b) => a.atSeconds - b.atSeconds || a.target - b.target);
}

/** Readings that start at `from` and stem from the same scrape. */
function takeScrape(readings: readonly Reading[], from: number): Reading[] {
  const first = readings[from] as Reading;
  let to = from + 1;
  while (readings[to]?.atSeconds === first.atSeconds && readings[to]?.target === first.target) {
    to++;
  }
  return readings.slice(from, to);
}

/**
 * Whether a track's series at a target ended in one of the last scrapes: a series that begins then may be the same
 * under another name.
 */
function hasEnded(
  marks: ReadonlyMap<number, Known>,
  scrape: readonly Reading[],
  place: number,
  spanSeconds: number,
): boolean {
  const { atSeconds } = scrape[0] as Reading;
  const seen = new Set(scrape.map(({ id }) => id));
  return [...marks].some(
    ([id, mark]) => mark.place === place && !seen.has(id) && atSeconds - mark.atSeconds <= spanSeconds,
  );
}

/** Rise of a known counter since its mark, or since the lower value that it fell to; at least 0. */
function riseOf(mark: CounterMark, value: number): number {
  return Math.max(0, value - (value >= mark.value ? mark.value : (mark.fall?.low ?? value)));
}

/** Time of the sample that a value is counted from, or of the first one after a restart; NaN where it came back from a fall. */
function sinceOf({ atSeconds, value: before, fall }: CounterMark, value: number): number {
  if (fall === undefined) return atSeconds;
  return value < before ? fall.sinceSeconds : Number.NaN;
}

function shareOf(series: RawSeries, weight: number | undefined): number {
  if (weight === undefined) return 1;
  return (series.track === "canary" ? weight : 100 - weight) / 100;
}

/** Reads one scrape of one target. */
function readScrape(
  marks: Map<number, Known>,
  scrapes: Scrapes,
  scrape: readonly Reading[],
  { gapSeconds, weight }: ReadLimits,
): Increment[] {
  const { atSeconds, target } = scrape[0] as Reading;
  const before = scrapes.get(target);
  // A sample that came later than the others of its scrape, or was left out until now.
  const isLate = before !== undefined && atSeconds <= before[1];
  const gap = gapOf(before?.[2] ?? 0, gapSeconds);
  const known = scrape.flatMap((reading) => {
    const mark = marks.get(reading.id);
    return mark === undefined ? [] : [{ reading, mark }];
  });
  const goesOn = known.some(({ mark }) => atSeconds - mark.atSeconds <= gap);
  const risen = known
    .filter(
      ({ reading, mark }) =>
        reading.series.counters.includes("requests") && atSeconds - mark.atSeconds <= gap,
    )
    .reduce((sum, { reading, mark }) => sum + riseOf(mark, reading.value), 0);
  if (!isLate) noteScrape(scrapes, target, atSeconds, risen);
  const [, , interval] = scrapes.get(target) as ScrapeMark;
  const passed = before === undefined || isLate ? interval : atSeconds - before[1];
  const isTooMuch = ({ id, series, value }: Reading) =>
    !marks.has(id) && value > mostSince(scrapes, atSeconds, passed, shareOf(series, weight));
  const mayBegin = goesOn && !isLate;
  // Where one of several that appear at once is older than the scrape before, all of them are.
  const older = new Set(mayBegin ? scrape.filter(isTooMuch).map(({ place }) => place) : []);
  const begins = ({ place, value }: Reading): number => {
    const isNew = mayBegin && !older.has(place);
    return isNew && !hasEnded(marks, scrape, place, 2.5 * Math.max(interval, passed)) ? value : 0;
  };
  const counted = scrape.map((reading): Increment => {
    const { id, place, series, value } = reading;
    const mark = marks.get(id);
    if (mark === undefined) return { atSeconds, series, count: begins(reading), isOpen: false };
    const most = () => mostSince(scrapes, atSeconds, atSeconds - mark.atSeconds);
    const step = stepCounter(mark, { atSeconds, value }, { gapSeconds: gap, most });
    marks.set(id, { ...step.mark, place });
    const sinceSeconds = sinceOf(mark, value);
    return { atSeconds, sinceSeconds, series, count: step.count, isOpen: step.mark.fall !== undefined };
  });
  for (const { id, place, value } of scrape) {
    if (!marks.has(id)) marks.set(id, { atSeconds, value, place });
  }
  return counted;
}

/** Increments of series that have no values: everything after their marks. They tell nothing of scrapes. */
function readIncrementsThemselves(
  marks: Map<number, Known>,
  series: readonly RawSeries[],
  limits: ReadLimits,
): Increment[] {
  const own = series.filter(({ areIncrements }) => areIncrements === true);
  const readings = readNew(marks, own, limits);
  for (const { id, place, atSeconds } of readings) marks.set(id, { atSeconds, value: 0, place });
  return readings.map(({ atSeconds, series: one, value }) => ({
    atSeconds,
    series: one,
    count: value,
    isOpen: false,
  }));
}

/**
 * Turns raw samples into increments, see `stepCounter`. A series that is new in a scrape of a target whose other series
 * go on counts from 0, else the first errors of a fault would vanish, unless it may be an old one under a new name: one
 * of the same track and target ended just before, or it, or one that appears beside it, begins with more than the
 * traffic can have brought. Any other first sample is a baseline: a new pod, a target after a gap, or a target whose
 * labels all changed at once.
 */
export function readIncrements(
  known: SeriesMarks,
  series: readonly RawSeries[],
  limits: ReadLimits,
): SeriesReading {
  const falls = new Map(known.falls.map(([id, low, sinceSeconds]) => [id, { low, sinceSeconds }]));
  const marks = new Map<number, Known>(
    known.series.map(([id, place, atSeconds, value]) => [
      id,
      { place, atSeconds, value, fall: falls.get(id) },
    ]),
  );
  const scrapes: Scrapes = new Map(known.scrapes.map((mark) => [mark[0], mark]));
  const counters = series.filter(({ areIncrements }) => areIncrements !== true);
  const readings = readNew(marks, counters, limits);
  const increments = readIncrementsThemselves(marks, series, limits);
  const noted: ScrapeMark[] = [];
  for (let next = 0; next < readings.length;) {
    const scrape = takeScrape(readings, next);
    next += scrape.length;
    // Two series with one identity count once.
    const unique = [...new Map(scrape.map((one) => [one.id, one])).values()];
    increments.push(...readScrape(marks, scrapes, unique, limits));
    noted.push(scrapes.get((scrape[0] as Reading).target) as ScrapeMark);
  }
  return {
    marks: {
      series: [...marks].map(([id, { place, atSeconds, value }]) => [id, place, atSeconds, value]),
      scrapes: [...scrapes.values()],
      falls: [...marks].flatMap(([id, { fall }]) =>
        fall === undefined ? [] : [[id, fall.low, fall.sinceSeconds] as const],
      ),
    },
    increments: increments.toSorted((a, b) => a.atSeconds - b.atSeconds),
    scrapes: noted,
  };
}
