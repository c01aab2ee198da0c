import { noMarks, partSeconds, readIncrements, sumBaseline } from "../verdict/index";
import type { Counts, RawSeries, StableBaseline } from "../verdict/index";

/** A time in which traffic was on a canary, seconds since the epoch. */
export interface RaisedTime {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

/** Time after weight 0 in which stable may still suffer from what was on the canary, seconds. */
const settleSeconds = 20;

/**
 * Stable's requests and errors in the parts of 5 minutes that end with the first raise, without the times in which
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
  const leftOut = new Set<number>();
  const isQuiet = (atSeconds: number): boolean =>
    raised.every((time) => atSeconds <= time.fromSeconds || atSeconds > time.untilSeconds + settleSeconds);
  for (const { atSeconds, count, series: one } of increments) {
    const part = Math.ceil((atSeconds - raisedAtSeconds) / partSeconds);
    if (!isQuiet(atSeconds)) {
      leftOut.add(part);
      continue;
    }
    const { requests, errors } = parts.get(part) ?? { requests: 0, errors: 0 };
    parts.set(part, {
      requests: requests + (one.counters.includes("requests") ? count : 0),
      errors: errors + (one.counters.includes("errors") ? count : 0),
    });
  }
  const none = [...leftOut].filter((part) => !parts.has(part)).length;
  return sumBaseline([...parts.values()], none);
}
