import { intervalOf } from "../counters/scrapes";
import type { EvidenceState } from "../model";

/** More marks than these would fill the ledger, about 60 bytes each. */
const mostMarks = 2000;

/** A share of outcomes takes as much room as so many marks. */
const marksPerShare = 10;

/** Samples of this time before the cursor give the marks that were not saved, seconds. */
const recallSeconds = 300;

/** Scrapes whose samples show which series count the same requests, and the least time they cover, seconds. */
const comparedIntervals = 8;
const leastSeconds = 60;

/** Evidence as it is saved: JSON, without the marks of its series where they are too many. */
export function save(state: EvidenceState): EvidenceState {
  const most = mostMarks - marksPerShare * (state.shares?.length ?? 0);
  const areMany = state.series !== null && state.series.length > most;
  return areMany ? { ...state, series: null, scrapes: null, falls: [] } : state;
}

/**
 * Time from which samples are read to continue the evidence, seconds since the epoch: increments start from those just
 * before the cursor.
 */
export function readFromSeconds(state: EvidenceState, untilSeconds: number): number {
  const { cursorSeconds, series, parameters } = state;
  const interval = intervalOf(state);
  const margin =
    series === null || interval === 0
      ? recallSeconds
      : Math.max(leastSeconds, comparedIntervals * interval, 4 * parameters.tickSeconds);
  return Math.min(cursorSeconds ?? untilSeconds, untilSeconds) - margin;
}
