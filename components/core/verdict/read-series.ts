import { hashIdentity } from "./hash";
import type { RawSeries, SeriesMark } from "./model";

/** What one sample adds. */
export interface Increment {
  readonly atSeconds: number;
  readonly series: RawSeries;
  /** Whole number, at least 0. */
  readonly count: number;
}

interface Reading {
  readonly atSeconds: number;
  readonly value: number;
  readonly id: number;
  readonly target: number;
  readonly series: RawSeries;
}

/** Limits within which samples are read, seconds. */
export interface ReadLimits {
  /** Samples of an unknown series up to here are not used. */
  readonly baselineSeconds: number;
  readonly untilSeconds: number;
  readonly gapSeconds: number;
}

type Marks = Map<number, SeriesMark>;

/** Samples that are new and usable, in order of time, those of one scrape next to each other. */
function readNew(marks: Marks, series: readonly RawSeries[], limits: ReadLimits): Reading[] {
  const readings = series.flatMap((one) => {
    const id = hashIdentity(one.id);
    const target = hashIdentity(one.target);
    const after = marks.get(id)?.[2] ?? limits.baselineSeconds;
    return one.samples
      .filter(([at, value]) => at > after && at <= limits.untilSeconds && value >= 0 && value < Infinity)
      .map(([atSeconds, value]) => ({ atSeconds, value: Math.round(value), id, target, series: one }));
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

/** Increment since the mark. A counter that fell was reset and counts from 0; after a gap nothing is known. */
function countSince(mark: SeriesMark, { atSeconds, value }: Reading, gapSeconds: number): number {
  const [, , markedAt, marked] = mark;
  return atSeconds - markedAt > gapSeconds ? 0 : value >= marked ? value - marked : value;
}

/**
 * Turns raw samples into increments. A series that is new in a scrape of a target whose other series go on counts
 * from 0, else the first errors of a fault would vanish; any other first sample is a baseline: a new pod, a target
 * after a gap, or a target whose labels all changed at once.
 */
export function readIncrements(
  marks: readonly SeriesMark[],
  series: readonly RawSeries[],
  limits: ReadLimits,
): { readonly marks: readonly SeriesMark[]; readonly increments: readonly Increment[] } {
  const known: Marks = new Map(marks.map((mark) => [mark[0], mark]));
  const readings = readNew(known, series, limits);
  const increments: Increment[] = [];
  for (let next = 0; next < readings.length;) {
    const scrape = takeScrape(readings, next);
    next += scrape.length;
    const goesOn = scrape.some(({ id, atSeconds }) => {
      const mark = known.get(id);
      return mark !== undefined && atSeconds - mark[2] <= limits.gapSeconds;
    });
    for (const reading of scrape) {
      const { id, target, atSeconds, value } = reading;
      const mark = known.get(id);
      if (mark?.[2] === atSeconds) {
        continue;
      }
      const count = mark === undefined ? (goesOn ? value : 0) : countSince(mark, reading, limits.gapSeconds);
      increments.push({ atSeconds, series: reading.series, count });
      known.set(id, [id, target, atSeconds, value]);
    }
  }
  return { marks: [...known.values()], increments };
}
