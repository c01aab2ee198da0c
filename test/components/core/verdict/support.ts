import type { Track } from "../../../../components/core/track";
import {
  ingest,
  observeTick,
  startRelease,
  startStage,
  defaultParameters,
} from "../../../../components/core/verdict";
import type {
  EvidenceState,
  RawSeries,
  StageTerms,
  TickCounts,
  TrackTick,
  VerdictParameters,
} from "../../../../components/core/verdict";

/** Requests and errors of the canary, then of stable. */
export type Quad = readonly [canary: number, canaryErrors: number, stable: number, stableErrors: number];

export const terms: StageTerms = {
  weight: 5,
  nextWeight: 20,
  minimumHoldSeconds: 60,
  deadlineSeconds: 1800,
  startedAtSeconds: 1000,
};

/** A release in its first stage, without the absolute test unless asked for. */
export function begin(
  overrides: Partial<VerdictParameters> = {},
  stage: Partial<StageTerms> = {},
): EvidenceState {
  const parameters = defaultParameters({ absoluteShare: 0, ...overrides });
  return startStage(startRelease(parameters), { ...terms, ...stage });
}

export function trackTick(requests: number, errors: number, slow: readonly number[] = []): TrackTick {
  return { requests, errors, timed: requests, slow, events: [] };
}

/** The tick after the state's latest one. */
export function nextTick(state: EvidenceState, [nc, ec, ns, es]: Quad, noData = false): TickCounts {
  const fromSeconds = state.cursorSeconds as number;
  return {
    fromSeconds,
    toSeconds: fromSeconds + state.parameters.tickSeconds,
    noData,
    canary: trackTick(nc, ec),
    stable: trackTick(ns, es),
  };
}

export function observeAll(state: EvidenceState, quads: readonly Quad[]): EvidenceState {
  return quads.reduce((current, quad) => observeTick(current, nextTick(current, quad)), state);
}

/** One series of a pod with samples [at, value]. */
export function series(
  track: Track,
  code: string,
  samples: readonly (readonly [number, number])[],
  target = `${track}-pod`,
): RawSeries {
  const counters = code === "500" ? ["requests", "errors"] : ["requests"];
  return { id: `{code="${code}",instance="${target}"}`, target, track, counters, samples };
}

/** Samples of a counter that does not move, every 5 s. */
export const idle = (until: number, from = 1001) =>
  Array.from({ length: Math.floor((until - from) / 5) + 1 }, (_, i): [number, number] => [from + 5 * i, 0]);

/** Counts of the canary over all ticks, with a stable track that is scraped and idle. */
export function countCanary(canary: readonly RawSeries[], until: number, state: EvidenceState = begin()) {
  const all = [series("stable", "200", idle(until)), ...canary];
  const result = ingest(state, all, until);
  return { ...result, canary: result.state.canary };
}
