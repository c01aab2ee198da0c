import { tracks } from "../../track";
import type { Track } from "../../track";
import { hasDurations, leaveOutTorn } from "../counters/durations";
import { given } from "../../given";
import type { EvidenceState, PendingTick, RawSeries, Unheld } from "../model";
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

/** The first counter that fell, else a track whose durations are not whole. */
function findUnheld(
  increments: readonly Increment[],
  torn: Readonly<Record<Track, boolean>>,
): Unheld | undefined {
  const fallen = increments.find(({ isOpen }) => isOpen);
  if (fallen !== undefined) return { kind: "fell", series: fallen.series.id };
  const track = tracks.find((one) => torn[one]);
  return track === undefined ? undefined : { kind: "torn", track };
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
  const unheld = findUnheld(increments, { stable: stable.isTorn, canary: canary.isTorn });
  return {
    fromSeconds: pending.fromSeconds,
    fresh: {
      stable: pending.fresh.stable || stable.isFresh,
      canary: pending.fresh.canary || canary.isFresh,
    },
    isOpen: pending.isOpen || unheld !== undefined,
    ...given("unheld", pending.unheld ?? unheld),
    stable: addTicks(pending.stable, stable.counts),
    canary: addTicks(pending.canary, canary.counts),
  };
}
