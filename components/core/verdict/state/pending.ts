import type { Track } from "../../track";
import { hasDurations, leaveOutTorn } from "../counters/durations";
import type { EvidenceState, PendingTick, RawSeries } from "../model";
import type { Increment } from "../counters/read-series";
import { addTicks, emptyTick, tally } from "../counters/tally";

/** No count yet, from a moment on, seconds since the epoch. */
export function startPending(state: EvidenceState, fromSeconds: number): PendingTick {
  const nothing = emptyTick(state.parameters);
  return {
    fromSeconds,
    fresh: { stable: false, canary: false },
    isOpen: false,
    stable: nothing,
    canary: nothing,
  };
}

/** Whether a series shows a sign of its track: requests of it, or that there were none. */
export function tellsOfRequests({ counters }: RawSeries): boolean {
  return counters.length === 0 || counters.includes("requests");
}

/** Adds increments to the counts that wait for their tick. */
export function addPending(
  state: EvidenceState,
  pending: PendingTick,
  increments: readonly Increment[],
): PendingTick {
  const { parameters } = state;
  const read = (track: Track) => {
    const all = increments.filter(({ series }) => series.track === track);
    const whole = leaveOutTorn(all, parameters.latencyBoundsSeconds);
    return {
      isFresh: all.some(({ series }) => tellsOfRequests(series)),
      isTorn: hasDurations(all) && !hasDurations(whole),
      counts: tally(whole, parameters),
    };
  };
  const [stable, canary] = [read("stable"), read("canary")];
  return {
    fromSeconds: pending.fromSeconds,
    fresh: {
      stable: pending.fresh.stable || stable.isFresh,
      canary: pending.fresh.canary || canary.isFresh,
    },
    isOpen: pending.isOpen || stable.isTorn || canary.isTorn || increments.some(({ isOpen }) => isOpen),
    stable: addTicks(pending.stable, stable.counts),
    canary: addTicks(pending.canary, canary.counts),
  };
}
