import type { FlagSpec } from "../core/flags/flag";
import type { LiveFlag } from "../core/flags/record";
import type { FlagTick } from "../core/flags/watch-flag";
import { toVariantAnalysis, toWeight } from "../core/flags/variant-source";
import { measureBaseline } from "../core/evidence/stable-parts";
import { scrapeInterval } from "../core/evidence/samples/scrape-interval";
import type { Settings } from "../core/settings";
import { tracks } from "../core/track";
import {
  chooseBadErrorRatio,
  chooseDeadlineSeconds,
  continueStage,
  defaultParameters,
  explain,
  noteScrapes,
  readFromSeconds,
  rebase,
  restore,
  startRelease,
  startStage,
  tellsOfRequests,
} from "../core/verdict/index";
import type { EvidenceState, RawSeries, Verdict, VerdictParameters } from "../core/verdict/index";
import type { Cluster } from "../cluster/api";
import { openSource } from "../prometheus/source";
import type { EvidenceReader } from "../prometheus/source";
import { noTracks } from "../prometheus/read-tracks";
import { arrivalSeconds, basisOf, freshFor, lookBackSeconds } from "../stage/evidence/feed";
import { judgeReading } from "../stage/evidence/judge-reading";
import type { Judged } from "../stage/evidence/judge-reading";
import type { FlagRun } from "./flag-runs";

/** Verdict on a flag's variants, in the words of its decisions. */
export const findingOf = (verdict: Verdict): NonNullable<FlagTick["verdict"]> => ({
  kind: verdict.kind,
  basis: basisOf(verdict),
  sentence: explain(verdict),
});

/** A flag whose variants are judged. */
export interface JudgedFlag {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly spec: FlagSpec;
  now(): number;
}

/** Time before the first step that the variant of before is measured in, seconds. */
const baselineSeconds = 3600;

/** Longest time that is read back at once, seconds: an older sample is a new baseline. */
const farthestSeconds = 24 * 3600;

/** Settings by which the counters of the variants are read. */
function variantSettings({ settings, spec }: JudgedFlag): Settings {
  const { flags } = settings;
  if (flags === undefined) return settings;
  return { ...settings, analysis: toVariantAnalysis(settings.analysis, flags.metrics, spec) };
}

const readerOf = (flag: JudgedFlag): EvidenceReader => openSource(flag.cluster, variantSettings(flag));

/** Evidence of the flag's present way; undefined where there is none that can be used, with the reason. */
export function restoreRun(
  run: FlagRun | undefined,
  attempt: number,
): { readonly state?: EvidenceState; readonly problem?: string } {
  if (run?.evidence === undefined || run.attempt !== attempt) return {};
  const { parameters } = Object(run.evidence) as { readonly parameters?: VerdictParameters };
  const restored = restore(run.evidence, parameters ?? defaultParameters());
  return "problem" in restored ? { problem: restored.problem } : restored;
}

/** Reasons why the counters of both variants cannot be read; empty where they can. */
export async function findUnreadable(flag: JudgedFlag): Promise<readonly string[]> {
  const { settings, spec } = flag;
  const reader = readerOf(flag);
  const nowSeconds = flag.now();
  const { series, problems, doubts } = await reader.read(nowSeconds - lookBackSeconds, nowSeconds);
  const [problem] = problems;
  if (problem !== undefined) return [`Prometheus: ${problem.problem}`];
  const limit = freshFor(settings, scrapeInterval(series));
  const names = { stable: spec.definition.off, canary: spec.definition.on };
  const absent = tracks.filter((track) => {
    const newest = series
      .filter((one) => one.track === track && tellsOfRequests(one))
      .map(({ samples }) => samples.at(-1)?.[0] ?? -Infinity);
    return nowSeconds - Math.max(...newest) > limit;
  });
  const diagnosis = absent.length === 0 ? undefined : await reader.diagnose();
  return [
    ...absent.map((track) => `no fresh counter of variant "${names[track]}"`),
    ...(diagnosis === undefined ? [] : [diagnosis]),
    ...doubts.map(({ text }) => text),
  ];
}

/** Evidence of a new way: what must not pass is twice the objective, or twice what the variant of before had. */
function begin({ settings }: JudgedFlag, series: readonly RawSeries[], from: number, until: number) {
  const { parameters, tickSeconds } = settings.analysis;
  const baseline = measureBaseline(series, from, until);
  const usual = defaultParameters({ tickSeconds, ...parameters });
  const ratio = baseline.requests === 0 ? 0 : baseline.errors / baseline.requests;
  const pBad = parameters["pBad"] ?? chooseBadErrorRatio(usual.objectiveErrorRatio, ratio);
  return { state: startRelease({ ...usual, pBad }), baseline };
}

/**
 * Evidence with the clocks of the percentage that is live: a run that was interrupted goes on where it stopped, a held
 * one gets a new deadline, a new percentage starts its clocks; the evidence itself stays for the whole way.
 * @param kept - evidence so far; undefined where there is none
 */
export async function enterStep(
  flag: JudgedFlag,
  live: LiveFlag,
  kept: EvidenceState | undefined,
  terms: {
    readonly soakSeconds: number;
    readonly deadlineSeconds?: number | undefined;
    readonly next: number | undefined;
  },
): Promise<EvidenceState> {
  const nowSeconds = flag.now();
  const { percent, sinceSeconds } = live;
  const key = String(percent);
  if (kept?.stage?.key === key) {
    const over = nowSeconds - kept.stage.clockFromSeconds >= kept.stage.deadlineSeconds;
    return over ? continueStage(kept, nowSeconds) : kept;
  }
  const { series } = await readerOf(flag).read(sinceSeconds - baselineSeconds, nowSeconds);
  const begun =
    kept === undefined ? begin(flag, series, sinceSeconds - baselineSeconds, sinceSeconds) : undefined;
  const state = begun?.state ?? (kept as EvidenceState);
  const { soakSeconds, next } = terms;
  const known = noteScrapes(rebase(state, sinceSeconds), series, sinceSeconds);
  return startStage(known, {
    key,
    weight: toWeight(percent),
    nextWeight: next === undefined ? undefined : toWeight(next),
    minimumHoldSeconds: soakSeconds,
    deadlineSeconds: terms.deadlineSeconds ?? Math.max(chooseDeadlineSeconds(0), 2 * soakSeconds),
    startedAtSeconds: sinceSeconds,
    baseline: begun?.baseline,
  });
}

/** Reads what was counted since the last look and judges; a Prometheus that is away moves the clocks alone. */
export async function judgeVariants(
  flag: JudgedFlag,
  before: EvidenceState,
  signal?: AbortSignal,
): Promise<Judged & { readonly problem?: string }> {
  const untilSeconds = flag.now() - arrivalSeconds;
  const fromSeconds = Math.max(readFromSeconds(before, untilSeconds), untilSeconds - farthestSeconds);
  const weight = before.stage?.weight ?? 0;
  const terms = {
    rules: [],
    tickSeconds: flag.settings.analysis.tickSeconds,
    tracks: tracks.filter((track) => (track === "canary" ? weight > 0 : weight < 100)),
  };
  const read = await readerOf(flag).readEvidence(terms, fromSeconds, untilSeconds, signal);
  const [problem] = read.problems;
  const judged = judgeReading(
    before,
    problem === undefined ? read : { ...read, ...noTracks },
    untilSeconds,
    false,
  );
  return problem === undefined ? judged : { ...judged, problem: problem.problem };
}
