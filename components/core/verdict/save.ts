import { intervalOf } from "./scrapes";
import type { EvidenceState } from "./model";

/** More marks than these would fill the ledger, about 60 bytes each. */
const mostMarks = 2000;

/** Samples of so long before the cursor tell the marks that were not saved, seconds. */
const recallSeconds = 300;

/** Samples of so many scrapes tell series apart that count the same requests, at least of so many seconds. */
const comparedIntervals = 8;
const leastSeconds = 60;

/** Evidence as it is saved: JSON, without the marks of its series where they are too many. */
export function save(state: EvidenceState): EvidenceState {
  const areMany = state.series !== null && state.series.length > mostMarks;
  return areMany ? { ...state, series: null, scrapes: null, falls: [] } : state;
}

/**
 * From when on samples must be read to go on with the evidence, seconds since the epoch: those just before the cursor
 * are what increments start from.
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
