import {
  explain,
  explainFall,
  ingest,
  judge,
  rebase,
  startRelease,
  startStage,
  watchStable,
} from "../components/core/verdict/index";
import type {
  Counts,
  Evidence,
  EvidenceState,
  RawSeries,
  Verdict,
  VerdictParameters,
} from "../components/core/verdict/index";
import { createFeed } from "./feed";
import type { RecordedRaise } from "./recorded-baseline";

/** From when on the canary had which weight. */
export interface Stretch {
  /** Seconds since the epoch. */
  readonly atSeconds: number;
  /** Whole percent, 1 to 100. */
  readonly weight: number;
}

/** Series, range and terms of watching the evidence. */
export interface WatchTerms {
  readonly series: readonly RawSeries[];
  readonly parameters: VerdictParameters;
  /** Seconds since the epoch. */
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** In order of time, at least one, the first at or before the first tick. */
  readonly timeline: readonly [Stretch, ...Stretch[]];
  readonly minimumHoldSeconds: number;
  /** First raise, and stable's counts before it. @default stable is not watched */
  readonly raise?: RecordedRaise | undefined;
  /** Reasons why nothing passes, each as a part of a sentence. @default none */
  readonly doubts?: readonly string[];
}

/** A verdict, or that the release harms stable: weight 0 without a `fail`. */
export type ReplayVerdict = Verdict["kind"] | "stable-harmed";

/** The evidence at the end of one tick. */
export interface EvidencePoint {
  /** Since the beginning of the recording, seconds. */
  readonly atSeconds: number;
  readonly weight: number;
  /** Judged in this tick. */
  readonly stable: Counts;
  readonly canary: Counts;
  readonly lnE: number;
  readonly trimmedLnE: number;
  /** Of stable's errors so far. */
  readonly dispersion: number;
  readonly verdict: ReplayVerdict;
  /** One sentence on the evidence. */
  readonly sentence: string;
}

function toWord(verdict: Verdict): ReplayVerdict {
  return verdict.kind === "inconclusive" && verdict.reason === "stable-harmed"
    ? verdict.reason
    : verdict.kind;
}

const nothing: Counts = { requests: 0, errors: 0 };

function enter(state: EvidenceState, terms: WatchTerms, index: number, fromSeconds: number): EvidenceState {
  const { weight } = terms.timeline[index] as Stretch;
  return startStage(state, {
    weight,
    nextWeight: terms.timeline[index + 1]?.weight,
    minimumHoldSeconds: terms.minimumHoldSeconds,
    deadlineSeconds: terms.untilSeconds - terms.fromSeconds,
    startedAtSeconds: fromSeconds,
  });
}

/** The first tick ends with the first scrape, which is its baseline: later ticks then end with scrapes too. */
function begin(terms: WatchTerms): EvidenceState {
  const beforeSeconds = terms.fromSeconds - terms.parameters.tickSeconds;
  const state = enter(startRelease(terms.parameters), terms, 0, terms.fromSeconds);
  return { ...state, cursorSeconds: beforeSeconds, baselineSeconds: beforeSeconds };
}

/**
 * Runs the gate over a recording, tick by tick. After a failure evidence is still gathered, to show the rest of the
 * recording; the first `fail` is the decision.
 */
export function watchEvidence(terms: WatchTerms): readonly EvidencePoint[] {
  const { parameters, timeline, fromSeconds, untilSeconds, doubts = [] } = terms;
  const feed = createFeed(terms.series);
  const points: EvidencePoint[] = [];
  let state = begin(terms);
  let cursorSeconds = fromSeconds - parameters.tickSeconds;
  let index = 0;
  let { raise } = terms;
  while (cursorSeconds < untilSeconds) {
    const next = timeline[index + 1];
    if (next !== undefined && next.atSeconds < cursorSeconds + parameters.tickSeconds) {
      index++;
      cursorSeconds = Math.max(cursorSeconds, next.atSeconds);
      state = enter(rebase(state, cursorSeconds), terms, index, cursorSeconds);
      continue;
    }
    if (raise !== undefined && raise.raisedAtSeconds <= cursorSeconds + parameters.tickSeconds / 2) {
      state = watchStable(state, raise.baseline, raise.raisedAtSeconds);
      raise = undefined;
    }
    cursorSeconds += parameters.tickSeconds;
    const { state: after, ticks, falls } = ingest(state, feed(cursorSeconds), cursorSeconds);
    const judged = ticks.find(({ noData }) => !noData);
    const verdict = judge(after, [], [...falls.map(explainFall), ...doubts]);
    const { lnE, trimmedLnE, metrics } = verdict.evidence;
    points.push({
      atSeconds: cursorSeconds - fromSeconds,
      weight: (timeline[index] as Stretch).weight,
      stable: judged?.stable ?? nothing,
      canary: judged?.canary ?? nothing,
      lnE,
      trimmedLnE,
      dispersion: (metrics[0] as Evidence["metrics"][number]).dispersion,
      verdict: toWord(verdict),
      sentence: explain(verdict),
    });
    state = { ...after, failure: null };
  }
  return points;
}
