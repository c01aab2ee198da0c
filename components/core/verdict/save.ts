import type { EvidenceState } from "./model";

/** More marks than these would fill the ledger, about 60 bytes each. */
const mostMarks = 2000;

/** Samples of so long before the cursor tell the marks that were not saved, seconds. */
const recallSeconds = 300;

/** Evidence as it is saved: JSON, without the marks of its series where they are too many. */
export function save(state: EvidenceState): EvidenceState {
  return state.series !== null && state.series.length > mostMarks ? { ...state, series: null } : state;
}

/**
 * From when on samples must be read to go on with the evidence, seconds since the epoch: those just before the cursor
 * are what increments start from.
 */
export function readFromSeconds(state: EvidenceState, untilSeconds: number): number {
  const { cursorSeconds, series, parameters } = state;
  const margin = series === null ? recallSeconds : 4 * parameters.tickSeconds;
  return Math.min(cursorSeconds ?? untilSeconds, untilSeconds) - margin;
}
