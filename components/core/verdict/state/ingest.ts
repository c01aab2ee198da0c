import { given } from "../../given";
import { tracks } from "../../track";
import type { Track } from "../../track";
import { isGauge, readGauges } from "../counters/gauge";
import { isDoubtful } from "../counters/counter";
import { hashIdentity } from "../counters/hash";
import type { EvidenceState, PendingTick, RawSeries, ScrapeMark, TickCounts } from "../model";
import { observeTick } from "./observe";
import { addPending, startPending, tellsOfRequests } from "./pending";
import { noMarks, readIncrements } from "../counters/read-series";
import type { Increment, SeriesMarks } from "../counters/read-series";
import { gapOf, slowestInterval, slowestOf } from "../counters/scrapes";

/** A counter that fell without being restarted. */
export interface Fall {
  /** Its identity, see `RawSeries`. */
  readonly series: string;
  readonly from: number;
  readonly to: number;
}

/** Evidence after new samples. */
export interface Ingested {
  readonly state: EvidenceState;
  readonly ticks: readonly TickCounts[];
  /** Counters that are below an earlier value: nothing passes until the cause is known. */
  readonly falls: readonly Fall[];
}

/** A series unheard of for this long is forgotten, seconds. */
const forgetAfterSeconds = 3600;

/** Latest sample per track that shows a sign of it. */
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

/** Time until the track without a fresh sample must have had one. */
interface Waiting {
  /** Usual scrape interval of the slowest of some tracks, seconds; 0 where unknown. */
  readonly intervalSeconds: (of: readonly Track[]) => number;
  readonly isPartial: boolean;
}

/**
 * Judges the pending samples as one tick, or lets them wait for the track without a fresh sample, at most for a gap.
 */
function closeTick(
  state: EvidenceState,
  pending: PendingTick,
  toSeconds: number,
  { intervalSeconds, isPartial }: Waiting,
): { state: EvidenceState; tick: TickCounts } {
  const { fresh, stable, canary, fromSeconds, isOpen, unheld } = pending;
  const { tickSeconds, gapSeconds } = state.parameters;
  // Once stable carries nothing it may have no series at all.
  const missing = tracks.filter(
    (track) => !fresh[track] && (track === "canary" || state.stage?.weight !== 100),
  );
  const noData = missing.length > 0;
  const partial = isPartial || isOpen ? { isPartial: true } : {};
  const tick = { fromSeconds, toSeconds, noData, stable, canary, ...partial, ...given("unheld", unheld) };
  if (!noData) return { state: { ...observeTick(state, tick), pending: null }, tick };
  const interval = intervalSeconds(missing);
  const waited = toSeconds - fromSeconds;
  const isDue = interval <= 1.5 * tickSeconds || waited >= 1.5 * interval;
  const silent = isDue ? tick : { ...tick, isWaiting: true };
  const isLost = waited > (interval === 0 ? gapSeconds : gapOf(interval, gapSeconds));
  const waiting = isLost ? startPending(state, toSeconds) : pending;
  return { state: { ...observeTick(state, silent), pending: waiting }, tick: silent };
}

/** Hashes of the targets whose series show a sign of each track. */
function targetsOf(series: readonly RawSeries[]): Readonly<Record<Track, ReadonlySet<number>>> {
  const of = (track: Track) =>
    new Set(
      series.flatMap((one) =>
        one.track === track && tellsOfRequests(one) ? [hashIdentity(one.target)] : [],
      ),
    );
  return { stable: of("stable"), canary: of("canary") };
}

/** Marks of a state; where it was saved without any, its series at the cursor. */
function marksOf(state: EvidenceState, counters: readonly RawSeries[]): SeriesMarks {
  const { series, scrapes, falls } = state;
  if (series !== null && scrapes !== null) return { series, scrapes, falls };
  return readIncrements(noMarks, counters, {
    baselineSeconds: state.baselineSeconds as number,
    untilSeconds: state.cursorSeconds as number,
    gapSeconds: state.parameters.gapSeconds,
    weight: state.stage?.weight,
  }).marks;
}

/**
 * Notes the scrape interval and the request rate that scrapes before a stage show, so that its first samples are judged
 * by them.
 */
export function noteScrapes(
  state: EvidenceState,
  series: readonly RawSeries[],
  untilSeconds: number,
): EvidenceState {
  const known = { ...noMarks, scrapes: state.scrapes ?? [] };
  const counters = series.filter((one) => !isGauge(one));
  const { gapSeconds } = state.parameters;
  const limits = { baselineSeconds: -Infinity, untilSeconds, gapSeconds };
  return { ...state, scrapes: readIncrements(known, counters, limits).marks.scrapes };
}

/** Counters that fell and are not known to be restarted: their counts cannot be trusted. */
function findFalls({ series, falls }: SeriesMarks, read: readonly RawSeries[]): Fall[] {
  const fallen = new Map(falls.map(([id, low, sinceSeconds]) => [id, { low, sinceSeconds }]));
  const marks = new Map(
    series.map(([id, , atSeconds, value]) => [id, { atSeconds, value, fall: fallen.get(id) }]),
  );
  return read.flatMap((one) => {
    const mark = marks.get(hashIdentity(one.id));
    return mark?.fall !== undefined && isDoubtful(mark)
      ? [{ series: one.id, from: mark.value, to: mark.fall.low }]
      : [];
  });
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
): Ingested {
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
  const marks = marksOf(state, counters);
  const read = readIncrements(marks, counters, {
    baselineSeconds,
    untilSeconds: endSeconds,
    gapSeconds,
    weight: state.stage?.weight,
  });
  const scrapes = new Map(marks.scrapes.map((mark) => [mark[0], mark]));
  const targets = targetsOf(counters);
  let nextScrape = 0;
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
    while ((read.scrapes[nextScrape]?.[1] ?? Infinity) <= to) {
      const mark = read.scrapes[nextScrape++] as ScrapeMark;
      scrapes.set(mark[0], mark);
    }
    const known = current;
    const intervalSeconds = (of: readonly Track[]) =>
      slowestInterval(scrapes, targets, to, of, known.slowestSeconds);
    const waiting = { intervalSeconds, isPartial };
    const closed = closeTick(current, addPending(current, pending, increments), to, waiting);
    current = {
      ...closed.state,
      ...slowestOf(scrapes, targets, to),
      freshAt: freshen(current.freshAt, increments),
    };
    ticks.push(closed.tick);
  }
  const isKnown = (atSeconds: number) => endSeconds - atSeconds <= forgetAfterSeconds;
  const kept = read.marks.series.filter(([, , atSeconds]) => isKnown(atSeconds));
  const ids = new Set(kept.map(([id]) => id));
  return {
    state: {
      ...current,
      series: kept,
      scrapes: read.marks.scrapes.filter(([, atSeconds]) => isKnown(atSeconds)),
      falls: read.marks.falls.filter(([id]) => ids.has(id)),
      gauges: readGauges(state, series, endSeconds),
    },
    ticks,
    falls: findFalls(read.marks, counters),
  };
}
