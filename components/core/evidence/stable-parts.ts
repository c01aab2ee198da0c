import { noMarks, partSeconds, readIncrements, sumBaseline } from "../verdict/index";
import type { Counts, RawSeries, StableBaseline } from "../verdict/index";

/** A time in which traffic was on a canary, seconds since the epoch. */
export interface RaisedTime {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/**
 * Stable's requests and errors in the parts of 5 minutes that end with the first raise, without those parts in which
 * another attempt had a weight above 0.
 * @param raisedAtSeconds - end of the last part, seconds since the epoch
 * @param fromSeconds - samples before are not used
 */
export function measureBaseline(
  series: readonly RawSeries[],
  fromSeconds: number,
  raisedAtSeconds: number,
  raised: readonly RaisedTime[] = [],
): StableBaseline {
  const stable = series.filter(({ track }) => track === "stable");
  const limits = {
    gapSeconds: Infinity,
    baselineSeconds: fromSeconds - 1e-6,
    untilSeconds: raisedAtSeconds,
  };
  const { increments } = readIncrements(noMarks, stable, limits);
  const parts = new Map<number, Counts>();
  for (const { atSeconds, count, series: one } of increments) {
    const part = Math.ceil((atSeconds - raisedAtSeconds) / partSeconds);
    const { requests, errors } = parts.get(part) ?? { requests: 0, errors: 0 };
    parts.set(part, {
      requests: requests + (one.counters.includes("requests") ? count : 0),
      errors: errors + (one.counters.includes("errors") ? count : 0),
    });
  }
  const isQuiet = (part: number): boolean => {
    const until = raisedAtSeconds + part * partSeconds;
    return raised.every((time) => time.untilSeconds <= until - partSeconds || time.fromSeconds >= until);
  };
  return sumBaseline([...parts].flatMap(([part, counts]) => (isQuiet(part) ? [counts] : [])));
}
