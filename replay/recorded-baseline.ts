import { measureBaseline } from "../components/core/evidence/stable-parts";
import { noMarks, readIncrements } from "../components/core/verdict/index";
import type { RawSeries, StableBaseline } from "../components/core/verdict/index";

/** Facts about stable before the canary got its first request. */
export interface RecordedRaise {
  readonly baseline: StableBaseline;
  /** Seconds since the epoch. */
  readonly raisedAtSeconds: number;
}

/** Longest time before the raise that is looked at, seconds. */
const hourSeconds = 3600;
/** Scrapes after the first raise that show stable's usual state, where nothing was recorded before it. */
const firstScrapes = 2;
/** More scrapes than these are asked until stable had so many requests, or so long, seconds. */
const tellingRequests = 200;
const longestSeconds = 60;

/**
 * Finds the first raise of a recording, and stable's counts before it.
 * @param fromSeconds - beginning of the first stage; without known stages the canary's first request counts
 */
export function findRaise(
  series: readonly RawSeries[],
  tickSeconds: number,
  fromSeconds: number,
  isKnown: boolean,
): RecordedRaise {
  const { increments } = readIncrements(noMarks, series, {
    gapSeconds: Infinity,
    baselineSeconds: -Infinity,
    untilSeconds: Infinity,
  });
  const asked = increments.filter(({ series: one, count }) => one.counters.includes("requests") && count > 0);
  const first = asked.find(({ series: { track } }) => track === "canary")?.atSeconds ?? fromSeconds;
  const raisedAtSeconds = isKnown ? fromSeconds : Math.max(fromSeconds, first - tickSeconds);
  const before = measureBaseline(series, raisedAtSeconds - hourSeconds, raisedAtSeconds);
  if (before.requests > 0) return { baseline: before, raisedAtSeconds };
  for (let scrapes = firstScrapes; ; scrapes++) {
    const seconds = scrapes * tickSeconds;
    const baseline = measureBaseline(series, raisedAtSeconds - tickSeconds, raisedAtSeconds + seconds);
    if (baseline.requests >= tellingRequests || seconds >= longestSeconds)
      return { baseline, raisedAtSeconds };
  }
}
