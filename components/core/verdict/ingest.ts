import type { Track } from "../track";
import { isGauge, readGauges } from "./gauge";
import type { EvidenceState, PendingTick, RawSeries, SeriesMark, TickCounts } from "./model";
import { observeTick } from "./observe";
import { readIncrements } from "./read-series";
import type { Increment } from "./read-series";
import { addTicks, emptyTick, tally } from "./tally";

/** A series unheard of for this long is forgotten, seconds. */
const forgetAfterSeconds = 3600;

function startPending(state: EvidenceState, fromSeconds: number): PendingTick {
  const nothing = emptyTick(state.parameters);
  return { fromSeconds, fresh: { stable: false, canary: false }, stable: nothing, canary: nothing };
}

/** Whether a series says that its track is heard of: of its requests, or that there were none. */
export function tellsOfRequests({ counters }: RawSeries): boolean {
  return counters.length === 0 || counters.includes("requests");
}

function addPending(
  state: EvidenceState,
  pending: PendingTick,
  increments: readonly Increment[],
): PendingTick {
  const { parameters } = state;
  const of = (track: Track) => increments.filter(({ series }) => series.track === track);
  const [stable, canary] = [of("stable"), of("canary")];
  const isFresh = (some: readonly Increment[]) => some.some(({ series }) => tellsOfRequests(series));
  return {
    fromSeconds: pending.fromSeconds,
    fresh: {
      stable: pending.fresh.stable || isFresh(stable),
      canary: pending.fresh.canary || isFresh(canary),
    },
    stable: addTicks(pending.stable, tally(stable, parameters)),
    canary: addTicks(pending.canary, tally(canary, parameters)),
  };
}

/** Latest sample per track that tells of its requests. */
function freshen(
  freshAt: EvidenceState["freshAt"],
  increments: readonly Increment[],
): EvidenceState["freshAt"] {
  const latest = (track: Track) =>
    increments.reduce<number | null>(
      (most, { series, atSeconds }) =>
        series.track === track && tellsOfRequests(series) && atSeconds > (most ?? -Infinity)
          ? atSeconds
          : most,
      freshAt[track],
    );
  return { stable: latest("stable"), canary: latest("canary") };
}

/** Judges what is pending as one tick, or lets it wait for the track without a fresh sample, at most for a gap. */
function closeTick(
  state: EvidenceState,
  pending: PendingTick,
  toSeconds: number,
  isPartial: boolean,
): { state: EvidenceState; tick: TickCounts } {
  const { fresh, stable, canary, fromSeconds } = pending;
  // Once stable carries nothing it may have no series at all.
  const noData = !fresh.canary || (!fresh.stable && state.stage?.weight !== 100);
  const tick = { fromSeconds, toSeconds, noData, stable, canary, ...(isPartial && { isPartial }) };
  const lost = toSeconds - fromSeconds > state.parameters.gapSeconds;
  const waiting = lost ? startPending(state, toSeconds) : pending;
  return { state: { ...observeTick(state, tick), pending: noData ? waiting : null }, tick };
}

/** Marks of a state that was saved without: what its series were at the cursor. */
function recallMarks(state: EvidenceState, counters: readonly RawSeries[]): readonly SeriesMark[] {
  return readIncrements([], counters, {
    baselineSeconds: state.baselineSeconds as number,
    untilSeconds: state.cursorSeconds as number,
    gapSeconds: state.parameters.gapSeconds,
  }).marks;
}

/**
 * Feeds raw samples up to `untilSeconds` into the evidence, split into ticks; a long range after an unwatched time
 * gives the same evidence as ticks read one by one. Samples already used are ignored, so windows may overlap; late
 * ones go into the tick in which they arrive, those of an unfinished tick wait for the next call. A tick without a
 * fresh sample of a track with weight is `noData`: it counts towards the deadline, not towards the hold.
 * @param untilSeconds - time of reading, seconds since the epoch
 * @param isPartial - a metric besides requests could not be read: what there is is judged, no time is held
 * @throws {RangeError} before the first stage
 */
export function ingest(
  state: EvidenceState,
  series: readonly RawSeries[],
  untilSeconds: number,
  isPartial = false,
): { readonly state: EvidenceState; readonly ticks: readonly TickCounts[] } {
  const { cursorSeconds, baselineSeconds, parameters } = state;
  if (cursorSeconds === null || baselineSeconds === null) {
    throw new RangeError('Cannot ingest samples: "startStage" must come first');
  }
  const { tickSeconds, gapSeconds } = parameters;
  let endSeconds = cursorSeconds;
  while (endSeconds + tickSeconds <= untilSeconds) {
    endSeconds += tickSeconds;
  }
  const counters = series.filter((one) => !isGauge(one));
  const read = readIncrements(state.series ?? recallMarks(state, counters), counters, {
    baselineSeconds,
    untilSeconds: endSeconds,
    gapSeconds,
  });
  const ticks: TickCounts[] = [];
  let current = state;
  let next = 0;
  for (let from = cursorSeconds; from < endSeconds && current.failure === null; from += tickSeconds) {
    const to = from + tickSeconds;
    const begin = next;
    while (next < read.increments.length && (read.increments[next] as Increment).atSeconds <= to) {
      next++;
    }
    const increments = read.increments.slice(begin, next);
    const pending = current.pending ?? startPending(current, from);
    const closed = closeTick(current, addPending(current, pending, increments), to, isPartial);
    current = { ...closed.state, freshAt: freshen(current.freshAt, increments) };
    ticks.push(closed.tick);
  }
  const marks = read.marks.filter(([, , atSeconds]) => endSeconds - atSeconds <= forgetAfterSeconds);
  const gauges = readGauges(state, series, endSeconds);
  return { state: { ...current, series: marks, gauges }, ticks };
}
