import type { Cluster } from "../cluster/api";
import {
  chooseDeadlineSeconds,
  defaultParameters,
  explain,
  ingest,
  judge,
  restore,
} from "../core/verdict/index";
import type { EvidenceState, RawSeries, Verdict, VerdictParameters } from "../core/verdict/index";
import type { MetricsFact, VerdictFact } from "../core/gate/facts";
import type { Ledger, StageVerdict } from "../core/ledger";
import type { Settings } from "../core/settings";
import { tracks } from "../core/track";
import type { Track } from "../core/track";
import { openSource } from "./source";

/** The evidence after everything that Prometheus still has was fed. */
export interface Fed {
  /** Absent before the first stage of the attempt began. */
  readonly state?: EvidenceState;
  /** Whether anything was fed, so that it is worth writing. */
  readonly fed: boolean;
  readonly untilSeconds: number;
  readonly metrics: MetricsFact;
  readonly fact?: VerdictFact;
  /** For the ledger, where the verdict is final. */
  readonly verdict?: StageVerdict;
  readonly outside: Readonly<Record<Track, boolean>>;
  /** One sentence on the evidence, for people. */
  readonly sentence?: string;
}

/** Samples arrive a moment after their time: evidence ends this long before now, seconds. */
export const arrivalSeconds = 1;

/** How far back fresh series are looked for when there is no evidence to go on, seconds. */
const lookBackSeconds = 60;

/** The longest range that is read at once, seconds: what is older is a new baseline. */
const longestRangeSeconds = 3600;

/** The attempt's pinned engine parameters; today's settings where the attempt has none (a first deploy). */
export function pinnedParameters(ledger: Ledger | undefined, settings: Settings): VerdictParameters {
  const pinned = ledger?.attempt?.objectives as Partial<VerdictParameters> | undefined;
  return defaultParameters({
    tickSeconds: settings.analysis.tickSeconds,
    ...settings.analysis.parameters,
    ...pinned,
  });
}

/** The ledger's evidence, or undefined with what is wrong with it. */
export function restoreEvidence(
  ledger: Ledger | undefined,
  settings: Settings,
): { state?: EvidenceState; problem?: string } {
  if (ledger?.evidence === undefined) return {};
  const restored = restore(ledger.evidence, pinnedParameters(ledger, settings));
  return "problem" in restored ? { problem: restored.problem } : restored;
}

/**
 * Reads what Prometheus has since the last tick, feeds it and judges.
 * Never throws for trouble with Prometheus: that is a finding of check `metrics`.
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
  const from = state?.cursorSeconds ?? untilSeconds - lookBackSeconds;
  // The samples just before the cursor are the marks that increments start from.
  const margin = 4 * settings.analysis.tickSeconds;
  const fromSeconds = Math.max(
    Math.min(from - margin, untilSeconds - lookBackSeconds),
    untilSeconds - longestRangeSeconds,
  );
  const source = openSource(cluster, settings);
  const [read, skew] = await Promise.all([
    source.read(fromSeconds, untilSeconds, signal),
    source.findSkew(signal),
  ]);
  const problems = [
    ...(skew === undefined ? [] : [{ query: "time()", problem: skew }]),
    ...read.problems,
    ...(problem === undefined ? [] : [{ query: "evidence", problem }]),
  ];
  const metrics: MetricsFact = {
    problems,
    ageSeconds: ages(read.series, nowSeconds),
    freshSeconds: freshFor(settings),
  };
  const none = { stable: false, canary: false };
  if (state === undefined || state.stage === null)
    return { fed: false, untilSeconds, metrics, outside: none };
  const after = problems.length > 0 ? state : ingest(state, read.series, untilSeconds).state;
  const verdict = judge(after);
  const sentence = explain(verdict);
  const { evidence } = verdict;
  return {
    state: after,
    fed: problems.length === 0,
    untilSeconds,
    metrics,
    fact: { kind: verdict.kind, basis: basisOf(verdict), sentence },
    verdict: toStageVerdict(verdict),
    outside: evidence.outside,
    sentence,
  };
}

/** A sample older than this is no longer news: three ticks, at least 15 s. */
export function freshFor(settings: Settings): number {
  return Math.max(15, 3 * settings.analysis.tickSeconds);
}

function ages(series: readonly RawSeries[], nowSeconds: number): Partial<Record<Track, number>> {
  const result: Partial<Record<Track, number>> = {};
  for (const track of tracks) {
    const newest = Math.max(
      ...series.filter((one) => one.track === track).map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity),
    );
    if (Number.isFinite(newest)) result[track] = nowSeconds - newest;
  }
  return result;
}

/** The one word behind a verdict. */
export function basisOf(verdict: Verdict): string {
  return verdict.kind === "inconclusive" ? verdict.reason : verdict.basis;
}

/** What the ledger keeps of a verdict. */
export function toStageVerdict(verdict: Verdict): StageVerdict {
  const { evidence } = verdict;
  const { canary, stable } = evidence.stage ?? evidence;
  return { kind: verdict.kind, basis: basisOf(verdict), sentence: explain(verdict), canary, stable };
}

/** Deadline of a stage: configured, else by its predicted time, never shorter than twice its soak. */
export function stageDeadlineSeconds(
  settings: Settings,
  weight: number,
  predictedSeconds: number | null,
): number {
  const stage = settings.stages.find((one) => one.weight === weight);
  return (
    stage?.deadlineSeconds ??
    Math.max(chooseDeadlineSeconds(predictedSeconds ?? 0), 2 * (stage?.soakSeconds ?? 0))
  );
}
