import type { Track } from "../track";
import type { Answer } from "./outcome-rules";
import type { VerdictParameters } from "./parameters";
import type { StableBaseline } from "./comparisons/stable-baseline";
import type { StableWatch } from "./comparisons/stable-watch";
import type { SyntheticState } from "./comparisons/synthetic";

/** One raw Prometheus counter series with its samples, oldest first; seconds since the epoch. */
export interface RawSeries {
  /** Identity, stable across queries: the canonical label text. */
  readonly id: string;
  /**
   * Target that is scraped (`instance`). A new series of a target that was scraped before counts from 0; the first
   * sample of a new target is a baseline. A series without counters (such as `up`) makes its target known.
   */
  readonly target: string;
  readonly track: Track;
  /**
   * Counts it feeds: `requests`, `errors`; for latency `slow:BOUND`, or `timed` (a histogram's count) together with
   * `within:BOUND` (its bucket); `event:NAME`. A series of 5xx feeds requests and errors. `gauge:NAME` marks samples
   * that are values and not counters.
   */
  readonly counters: readonly string[];
  /** Answer of the requests that it counts. @default - no share is judged by it */
  readonly answer?: Answer;
  /** Each sample is how many came since the one before, and not the value of a counter. @default false */
  readonly areIncrements?: boolean;
  readonly samples: readonly (readonly [atSeconds: number, value: number])[];
}

/** Requests and how many of them were errors. */
export interface Counts {
  readonly requests: number;
  readonly errors: number;
}

/** Increments of one track in one tick. */
export interface TrackTick extends Counts {
  /** Requests with a known duration: 0 while the histogram cannot be read, all where none is asked for. */
  readonly timed: number;
  /** Requests slower than each latency bound, in the order of the parameters' bounds. */
  readonly slow: readonly number[];
  /** Events of each kind, in the order of the parameters' events; may be more than requests. */
  readonly events: readonly number[];
  /** Answers per share that is judged, in the order of the tests, and how many of them are in the class or bad. @default - no share is judged */
  readonly shares?: readonly Counts[];
}

/** Increments of both tracks between two moments, seconds since the epoch. */
export interface TickCounts {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** A track with weight had no fresh sample: the counts wait for the next tick or are lost in a longer gap. */
  readonly noData: boolean;
  /** Requests were read, something else was not or cannot be trusted: judged, but no time held. @default false */
  readonly isPartial?: boolean;
  /** Cause in the samples themselves, where it is partial. @default - there is none */
  readonly unheld?: Unheld;
  /** The next scrape is not due yet, so that there is nothing new by right. @default false */
  readonly isWaiting?: boolean;
  readonly stable: TrackTick;
  readonly canary: TrackTick;
}

/**
 * Condition that a stage may skip: a rollback to a release known to be good waives all but `relative`. Without
 * `relative` the tracks have different users: what the canary gets is compared with nothing of stable's and proves
 * nothing, and only its own objective holds the stage.
 */
export type Waiver = "minimumHold" | "passTest" | "commonCause" | "metrics" | "relative";

/** Weight and the terms on which its stage ends. */
export interface StageTerms {
  /** Key of the stage. @default its weight as text */
  readonly key?: string;
  /** Weight of this stage, percent, above 0 to 100. */
  readonly weight: number;
  /** Weight of the next stage; undefined in the last one. */
  readonly nextWeight: number | undefined;
  /** Least time with fresh data before the stage may be left, seconds. */
  readonly minimumHoldSeconds: number;
  /** Time after which undecided evidence means hold, seconds. */
  readonly deadlineSeconds: number;
  /** Moment at which the weight had settled, seconds since the epoch: time is held from then on. */
  readonly startedAtSeconds: number;
  /** From when samples are judged, at most `startedAtSeconds`: a canary may fail before its weight has settled. @default startedAtSeconds */
  readonly judgedFromSeconds?: number | undefined;
  /** @default none */
  readonly waive?: readonly Waiver[] | undefined;
  /** Stable's counts before the first raise; only the first stage asks for them. @default nothing was seen */
  readonly baseline?: StableBaseline | undefined;
}

/** Dispersion sums of stable's counts, per tick with requests. */
export interface DispersionSums {
  readonly ticks: number;
  readonly requests: number;
  readonly errors: number;
  /** Sum of errors² / requests. */
  readonly squares: number;
}

/** The stage in force: its terms and its clocks. */
export interface StageState {
  readonly key: string;
  readonly weight: number;
  readonly nextWeight: number | null;
  readonly minimumHoldSeconds: number;
  readonly deadlineSeconds: number;
  readonly startedAtSeconds: number;
  /** Beginning of the running deadline: the stage's start or the latest continuation. */
  readonly clockFromSeconds: number;
  readonly waive: readonly Waiver[];
  readonly heldSeconds: number;
  readonly stable: Counts;
  readonly canary: Counts;
  /** The latest tick had no fresh sample of a track with weight. */
  readonly noData: boolean;
  /** Reason why the time of the latest tick with samples was not held. @default - it was held */
  readonly unheld?: Unheld;
}

/** Samples that are there and cannot be trusted: a counter below its mark, or durations of a track without all buckets. */
export type Unheld =
  | { readonly kind: "fell"; readonly series: string }
  | { readonly kind: "torn"; readonly track: Track };

/** Failure of a release, in seconds since the epoch: `class` is a share of outcomes, of a class or on a route. */
export interface Failure {
  readonly basis: "relative" | "absolute" | "class";
  readonly atSeconds: number;
}

/** Latest sample of one series: hash of its identity, hash of its track and target, seconds since the epoch, value. */
export type SeriesMark = readonly [id: number, place: number, atSeconds: number, value: number];

/** A counter that fell below its mark: hash of its identity, its value, and when it fell, seconds since the epoch. */
export type FallMark = readonly [id: number, low: number, sinceSeconds: number];

/** Scrapes of one target: its hash, the latest one in seconds since the epoch, the usual interval in seconds (0 where unknown), requests per second. */
export type ScrapeMark = readonly [
  target: number,
  atSeconds: number,
  intervalSeconds: number,
  requestsPerSecond: number,
];

/** Counts since one start of an absolute test. */
export interface AbsoluteSum extends Counts {
  readonly start: number;
  /** Part of its evidence that counts, above 0: less where errors came in bursts before it. @default 1 */
  readonly tempering?: number;
}

/** Counts of the canary in the ticks of the absolute test, since each start that is kept. */
export interface AbsoluteState {
  readonly seconds: number;
  /** Starts so far. */
  readonly starts: number;
  readonly sums: readonly AbsoluteSum[];
}

/** Evidence on one share of outcomes. */
export interface ShareState {
  /** Logarithm of L per grid point: of the share, and of what is outside of it. */
  readonly over: readonly number[];
  readonly under: readonly number[];
  readonly stable: Counts;
  readonly canary: Counts;
  /** Of stable's counts in the class, and of those outside. */
  readonly dispersion: readonly [DispersionSums, DispersionSums];
  /** The largest one-tick increments of the evidence on the share, on its limit and on what is outside, ascending. */
  readonly tops: readonly [readonly number[], readonly number[], readonly number[]];
}

/** Largest recent value of a gauge on one track. */
export interface GaugeMark {
  readonly atSeconds: number;
  readonly value: number;
}

/** Counts read but not judged yet: since `fromSeconds` a track with weight had no fresh sample. */
export interface PendingTick {
  readonly fromSeconds: number;
  readonly fresh: Readonly<Record<Track, boolean>>;
  /** A counter fell in this time, and the cause was not known, or no histogram of a track was whole. */
  readonly isOpen: boolean;
  /** Cause, where it is open. @default - none is known */
  readonly unheld?: Unheld;
  readonly stable: TrackTick;
  readonly canary: TrackTick;
}

/** Everything the engine knows of one release: plain JSON, restored bit by bit. */
export interface EvidenceState {
  readonly version: 1;
  readonly parameters: VerdictParameters;
  /** End of the latest tick, seconds since the epoch; null before the first stage. */
  readonly cursorSeconds: number | null;
  /** Samples up to here are no evidence, seconds since the epoch. */
  readonly baselineSeconds: number | null;
  /** Beginning of the first stage, seconds since the epoch. */
  readonly startedAtSeconds: number | null;
  /** Null in saved evidence where there were too many: samples before the cursor in Prometheus give them again. */
  readonly series: readonly SeriesMark[] | null;
  /** Null where `series` is. */
  readonly scrapes: readonly ScrapeMark[] | null;
  /** Usual scrape interval of the track that is scraped less often, seconds. @default - not known yet */
  readonly slowestSeconds?: number;
  /** Counters that fell and, as far as is known, were not restarted. */
  readonly falls: readonly FallMark[];
  readonly pending: PendingTick | null;
  /** Latest sample per track, seconds since the epoch. */
  readonly freshAt: Readonly<Record<Track, number | null>>;
  /** Ticks judged. */
  readonly ticks: number;
  readonly stable: Counts;
  readonly canary: Counts;
  readonly absolute: AbsoluteState;
  /** Share of the absolute test in the evidence, fixed at the first tick that carries any. */
  readonly absoluteShare: number | null;
  /** Per gauge of the parameters its latest values; null where never seen. */
  readonly gauges: readonly Readonly<Record<Track, GaugeMark | null>>[];
  /** Per relative test (errors, each latency bound, each event) the logarithm of L per grid point. */
  readonly relative: readonly (readonly number[])[];
  readonly dispersion: readonly DispersionSums[];
  /** ln E after the latest tick. */
  readonly lnE: number;
  /** The largest one-tick increments of ln E so far, ascending. */
  readonly top: readonly number[];
  /** The pass test was reached once. */
  readonly passed: boolean;
  /** The release failed; nothing after it is judged. */
  readonly failure: Failure | null;
  /**
   * Events of each kind in the ticks that were compared, in the order of the parameters' events. @default - none is
   * judged, or they were not counted from the release's beginning on
   */
  readonly events?: Readonly<Record<Track, readonly number[]>>;
  /** Evidence per share of outcomes. @default - none is judged */
  readonly shares?: readonly ShareState[];
  /** Evidence of requests of our own. @default - there was none yet, or it is not judged */
  readonly synthetic?: SyntheticState;
  readonly stage: StageState | null;
  /** Stable against itself; null before the first stage, and in evidence of a version that did not watch it. */
  readonly watch: StableWatch | null;
}
