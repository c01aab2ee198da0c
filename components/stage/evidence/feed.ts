import type { Cluster } from "../../cluster/api";
import {
  chooseDeadlineSeconds,
  explain,
  explainUntold,
  judge,
  readFromSeconds,
  tellsOfRequests,
  wasOutside,
} from "../../core/verdict/index";
import type { EvidenceState, RawSeries, StableHarm, Verdict } from "../../core/verdict/index";
import type { MetricsFact, VerdictFact } from "../../core/gate/facts";
import type { Ledger, StageVerdict } from "../../core/ledger/ledger";
import type { Stage } from "../../core/stage/exposure";
import type { Settings } from "../../core/settings";
import { tracks } from "../../core/track";
import type { Track } from "../../core/track";
import { findUntoldShares } from "../../core/evidence/answers/outcome-rules";
import { noteSource, sourceOf } from "../../core/sources/sources";
import { explainInterval, scrapeInterval } from "../../core/evidence/samples/scrape-interval";
import { inEmergency } from "../emergency";
import { judgeReading } from "./judge-reading";
import { pinnedMetrics, pinnedParameters, pinnedPlaces, restoreEvidence } from "./pinned";
import { openSource } from "../../prometheus/source";
import type { EvidenceReading } from "../../prometheus/source";

/** The evidence after everything that Prometheus still has was fed. */
export interface Fed {
  /** Absent before the first stage of the attempt began. */
  readonly state?: EvidenceState;
  /** Whether anything was fed, so that it is worth writing. */
  readonly fed: boolean;
  readonly untilSeconds: number;
  /** Series that were read, at least of the last two minutes. */
  readonly series: readonly RawSeries[];
  readonly metrics: MetricsFact;
  readonly fact?: VerdictFact;
  /** For the ledger, where the verdict is final. */
  readonly verdict?: StageVerdict;
  readonly outside: Readonly<Record<Track, boolean>>;
  /** Stable is worse than before the attempt. */
  readonly harm?: StableHarm;
  /** It was outside its objective before the first raise. */
  readonly wasOutside?: boolean;
  /** One sentence on the evidence, for people. */
  readonly sentence?: string;
}

/** Samples arrive a moment after their time: evidence ends this long before now, seconds. */
export const arrivalSeconds = 1;

/** Shortest time that is read back, seconds: fresh series are looked for, and today's traffic is measured. */
export const lookBackSeconds = 300;

/** Longest range that is read at once, seconds: an older sample is a new baseline. */
const longestRangeSeconds = 3600;

/**
 * Reads the samples since the last tick, feeds them and judges. Never throws for a failure of Prometheus: that is a
 * finding of check `metrics`.
 */
export async function feedEvidence(
  cluster: Cluster,
  settings: Settings,
  ledger: Ledger | undefined,
  nowSeconds: number,
  signal?: AbortSignal,
): Promise<Fed> {
  const { state, problem } = restoreEvidence(ledger, settings);
  const untilSeconds = nowSeconds - arrivalSeconds;
  const from = state === undefined ? untilSeconds : readFromSeconds(state, untilSeconds);
  const fromSeconds = Math.max(
    Math.min(from, untilSeconds - lookBackSeconds),
    untilSeconds - longestRangeSeconds,
  );
  const source = openSource(cluster, settings);
  const terms = {
    rules: pinnedMetrics(ledger, settings),
    tickSeconds: settings.analysis.tickSeconds,
    tracks: weightedTracks(ledger?.weight ?? 0),
    places: pinnedPlaces(ledger),
  };
  const [read, skew] = await Promise.all([
    source.readEvidence(terms, fromSeconds, untilSeconds, signal),
    source.findSkew(signal),
  ]);
  const problems = [
    ...(skew === undefined ? [] : [{ query: "time()", problem: skew }]),
    ...read.problems,
    ...(problem === undefined ? [] : [{ query: "evidence", problem }]),
  ];
  const latency = terms.rules.find(({ kind }) => kind === "latency")?.name;
  const isUntimed = read.unread.some(({ metric }) => metric === latency);
  const isEmpty = !read.series.some(({ counters }) => counters.includes("requests"));
  const diagnosis =
    problems.length === 0 && (isUntimed || isEmpty) ? await source.diagnose(signal) : undefined;
  const explained = (one: EvidenceReading["unread"][number]) =>
    one.metric === latency && diagnosis !== undefined
      ? { ...one, problem: `${one.problem}; ${diagnosis}` }
      : one;
  const interval = scrapeInterval(read.series);
  const costs = explainInterval(interval);
  const metrics: MetricsFact = {
    problems,
    unread: read.unread.map(explained),
    ...(diagnosis === undefined ? {} : { diagnosis }),
    doubts: read.doubts,
    notes: [
      ...read.notes,
      ...noteSource(settings.analysis),
      ...[costs, noteUntold(read.series, ledger, settings)].filter((one) => one !== undefined),
    ],
    ageSeconds: ages(read.series, nowSeconds),
    freshSeconds: freshFor(settings, interval),
  };
  const none = { stable: false, canary: false };
  if (state === undefined || state.stage === null)
    return { fed: false, untilSeconds, series: read.series, metrics, outside: none };
  const fed = problems.length === 0;
  const isEmergency = inEmergency(settings, nowSeconds);
  const judged = fed
    ? judgeReading(state, read, untilSeconds, isEmergency)
    : { state, verdict: judge(state), fallen: [] };
  const { verdict } = judged;
  const sentence = explain(verdict);
  const { evidence } = verdict;
  return {
    state: judged.state,
    fed,
    untilSeconds,
    series: read.series,
    metrics: { ...metrics, doubts: [...metrics.doubts, ...judged.fallen] },
    fact: { kind: verdict.kind, basis: basisOf(verdict), sentence },
    verdict: toStageVerdict(verdict),
    outside: evidence.outside,
    ...(evidence.harm === undefined ? {} : { harm: evidence.harm }),
    wasOutside: state.watch !== null && wasOutside(state.parameters, state.watch.baseline),
    sentence,
  };
}

/**
 * Note on outcomes that the source does not give, as the attempt knows it; before there is one, as far as is seen now.
 */
function noteUntold(
  series: readonly RawSeries[],
  ledger: Ledger | undefined,
  settings: Settings,
): string | undefined {
  const { outcomes } = pinnedParameters(ledger, settings);
  return explainUntold(outcomes?.untold ?? findUntoldShares(series, sourceOf(settings.analysis)));
}

/** Tracks that have traffic at a weight. */
export function weightedTracks(weight: number): readonly Track[] {
  return tracks.filter((track) => (track === "canary" ? weight > 0 : weight < 100));
}

/** A sample older than this is no longer news: three ticks or scrapes, at least 15 s. */
export function freshFor(settings: Settings, intervalSeconds = 0): number {
  return Math.max(15, 3 * settings.analysis.tickSeconds, Math.ceil(3 * intervalSeconds));
}

function ages(series: readonly RawSeries[], nowSeconds: number): Partial<Record<Track, number>> {
  const result: Partial<Record<Track, number>> = {};
  for (const track of tracks) {
    const newest = Math.max(
      ...series
        .filter((one) => one.track === track && tellsOfRequests(one))
        .map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity),
    );
    if (Number.isFinite(newest)) result[track] = nowSeconds - newest;
  }
  return result;
}

/** The one word behind a verdict. */
export function basisOf(verdict: Verdict): string {
  return verdict.kind === "inconclusive" ? verdict.reason : verdict.basis;
}

/** Part of a verdict that the ledger keeps. */
export function toStageVerdict(verdict: Verdict): StageVerdict {
  const { evidence } = verdict;
  const { canary, stable } = evidence.stage ?? evidence;
  const { trimmedLnE: lnE, lnP } = evidence;
  return {
    kind: verdict.kind,
    basis: basisOf(verdict),
    sentence: explain(verdict),
    canary,
    stable,
    lnE,
    lnP,
  };
}

/** Deadline of a stage: configured, else by its predicted time, never shorter than twice its soak. */
export function stageDeadlineSeconds(
  settings: Settings,
  { key }: Pick<Stage, "key">,
  predictedSeconds: number | null,
): number {
  const stage = settings.stages.find((one) => one.key === key);
  return (
    stage?.deadlineSeconds ??
    Math.max(chooseDeadlineSeconds(predictedSeconds ?? 0), 2 * (stage?.soakSeconds ?? 0))
  );
}
