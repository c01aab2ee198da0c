import { explain, explainHarm, explainToldHarm, patienceOf, readFromSeconds } from "../../core/verdict/index";
import type { EvidenceState, Verdict } from "../../core/verdict/index";
import { explainPause } from "../../core/ledger/pause";
import { watchLever } from "../../core/lever/explain-lever";
import { watchSoak } from "../../core/stage/watch-soak";
import { describeWeight } from "../../core/stage/exposure";
import type { Stage } from "../../core/stage/exposure";
import type { SoakDecision, SoakFacts, SoakShare } from "../../core/stage/watch-soak";
import { blameSynthetic } from "../../core/stage/synthetic-record";
import type { FoundPlaces } from "../../core/evidence/places";
import type { MetricRule } from "../../core/evidence/metric-rule";
import { arrivalSeconds, basisOf, weightedTracks } from "../evidence/feed";
import { noTracks } from "../../prometheus/read-tracks";
import { openSource } from "../../prometheus/source";
import type { EvidenceReading } from "../../prometheus/source";
import { judgeReading } from "../evidence/judge-reading";
import { InterruptedError } from "../../traffic/wait";
import { inEmergency } from "../emergency";
import { heldLock } from "../../session/held-locks";
import type { Session } from "../../session/session";
import { lookAround } from "./soak-look";
import type { SoakLook, SoakMemory } from "./soak-look";
import type { SyntheticChecks } from "./synthetic-checks";

/** One look at everything that a soak watches. */
export interface SoakTick {
  readonly state: EvidenceState;
  readonly untilSeconds: number;
  readonly verdict: Verdict;
  readonly decision: SoakDecision;
  readonly memory: SoakMemory;
  /** A person's pause in force. */
  readonly pause: SoakFacts["pause"];
  readonly progress: string;
}

/** Stage and attempt that a soak watches. */
export interface SoakedStage {
  readonly stage: Stage;
  /** Of the stage, whole percent. */
  readonly weight: number;
  readonly epoch: string;
  readonly attempt: number;
  /** Whether the attempt is a rollback, by the ledger when the soak began: no later look can change it. */
  readonly rollback: boolean;
  /** Metrics that the attempt is judged by besides errors. */
  readonly metrics: readonly MetricRule[];
  /** Places that its series came from when it began. */
  readonly places: FoundPlaces;
  /** The run took no lock, and does nothing but lower the weight to 0. @default false */
  readonly lockless?: boolean;
}

/** Findings of a soak beside its ticks. */
export interface SoakBeside {
  /** Share of requests, as far as it is known by now. */
  share(): SoakShare;
  readonly synthetic: SyntheticChecks;
}

/** Prometheus was not waited for. */
const unasked: EvidenceReading = {
  ...noTracks,
  unread: [],
  problems: [{ query: "evidence", problem: "not waited for: the canary fails by our own requests" }],
};

/** Reads evidence and looks around; a canary that begins to fail meanwhile is not kept waiting, and looked at again. */
async function readAndLook(
  session: Session,
  soaked: SoakedStage,
  memory: SoakMemory,
  { alarm, isUnheard }: SyntheticChecks,
  readEvidence: () => Promise<EvidenceReading>,
): Promise<readonly [EvidenceReading, SoakLook]> {
  const isKnown = alarm.aborted && !isUnheard();
  const ended = new AbortController();
  const alarmed = new Promise<EvidenceReading>((resolve) => {
    const terms = { once: true, signal: ended.signal };
    if (isUnheard()) resolve(unasked);
    else if (!isKnown) alarm.addEventListener("abort", () => resolve(unasked), terms);
  });
  const [read, look] = await Promise.all([
    Promise.race([readEvidence(), alarmed]),
    lookAround(session, soaked, memory),
  ]).finally(() => ended.abort());
  const isNew = alarm.aborted && !isKnown;
  return [read, isNew ? await lookAround(session, soaked, look.memory) : look];
}

/**
 * Reads evidence, route, pods and lock, and decides; an API server that is away changes nothing by itself.
 * @param before - evidence and pods as the tick before left them
 */
export async function tick(
  session: Session,
  { state: before, memory }: Pick<SoakTick, "state" | "memory">,
  soaked: SoakedStage,
  { share: askShare, synthetic }: SoakBeside,
): Promise<SoakTick> {
  if (session.interrupted.aborted) throw new InterruptedError("interrupted");
  const { settings, cluster } = session;
  const untilSeconds = session.now() - arrivalSeconds;
  const terms = {
    rules: soaked.metrics,
    tickSeconds: settings.analysis.tickSeconds,
    tracks: weightedTracks(soaked.weight),
    places: soaked.places,
  };
  const fromSeconds = Math.max(readFromSeconds(before, untilSeconds), untilSeconds - 3600);
  const [read, look] = await readAndLook(
    session,
    soaked,
    memory,
    synthetic,
    async () =>
      await openSource(cluster, settings).readEvidence(terms, fromSeconds, untilSeconds, session.interrupted),
  );
  const fed = read.problems.length === 0;
  const isEmergency = inEmergency(settings, session.now());
  // Without an answer the clocks must go on all the same: blindness and deadline are measured by time.
  const { state, verdict, blindSeconds, fallen } = judgeReading(
    before,
    fed ? read : { ...read, ...noTracks },
    untilSeconds,
    isEmergency,
  );
  const share = askShare();
  const watched = watchSoak({
    share,
    ...soaked,
    ...look.facts,
    ...toFindings(verdict, synthetic, look, session.now()),
    emergency: isEmergency,
    ...toStableHarm(verdict),
    onStableHarmed: settings.analysis.onStableHarmed,
    blindSeconds,
    // A track whose samples come every minute is not blind after two.
    blindLimitSeconds: Math.max(settings.analysis.blindSeconds, patienceOf(state)),
    lockLost: soaked.lockless !== true && (heldLock(settings)?.lost.aborted ?? true),
    deadlineOver: verdict.evidence.elapsedSeconds >= verdict.evidence.deadlineSeconds,
  });
  const decision = watchLever(look.lever, watched);
  const [first] = [...read.problems, ...read.unread];
  const [doubt] = [...read.doubts, ...fallen];
  const unconfirmed = share.kind === "confirmed" ? "" : `; ${share.sentence}`;
  const problem = first === undefined ? "" : `; Prometheus: ${first.problem}`;
  const doubtful = doubt === undefined ? "" : `; ${doubt.text}`;
  const pause = look.facts.pause.kind === "seen" ? look.facts.pause.value : undefined;
  const paused = pause === undefined ? "" : `; ${explainPause(pause)}`;
  const evidence = synthetic.evidence();
  return {
    state: evidence === undefined ? state : { ...state, synthetic: evidence },
    untilSeconds,
    verdict,
    decision,
    memory: look.memory,
    pause: look.facts.pause,
    progress: `${describeWeight(soaked.weight)}: ${describe(verdict)}${paused}${unconfirmed}${problem}${doubtful}`,
  };
}

/** Verdict and harm as a soak decides by them, with what our own requests show. */
function toFindings(
  verdict: Verdict,
  synthetic: SyntheticChecks,
  { health }: SoakLook,
  nowSeconds: number,
): Pick<SoakFacts, "verdict" | "harm"> {
  const finding = synthetic.finding();
  if (finding?.kind === "both" && verdict.kind !== "fail")
    return { verdict: { kind: "inconclusive", basis: "bothFailing", sentence: finding.sentence } };
  const { kind } = verdict;
  const isFinal = kind !== "inconclusive" || verdict.final;
  return {
    ...(isFinal ? { verdict: { kind, basis: basisOf(verdict), sentence: explain(verdict) } } : {}),
    ...(finding?.kind === "canary" ? { harm: blameSynthetic(finding.sentence, health, nowSeconds) } : {}),
  };
}

/** Harm to stable in the form that a soak decides by: its kind and one sentence. */
function toStableHarm({ evidence: { harm } }: Verdict): Pick<SoakFacts, "stableHarm"> {
  if (harm === undefined) return {};
  const { kind } = harm;
  return { stableHarm: { kind, sentence: kind === "told" ? explainToldHarm(harm) : explainHarm(harm) } };
}

/** Live numbers on one line. */
function describe(verdict: Verdict): string {
  const { evidence } = verdict;
  const { canary, stable } = evidence.stage ?? evidence;
  const total = canary.requests + stable.requests;
  const share = total === 0 ? "no requests yet" : `share ${((100 * canary.requests) / total).toFixed(1)} %`;
  const left = Math.max(0, evidence.minimumHoldSeconds - evidence.heldSeconds);
  const leftText =
    verdict.kind === "inconclusive"
      ? `, at least ${Math.ceil(Math.max(left, evidence.predictedSecondsLeft ?? 0))} s left`
      : "";
  return (
    `held ${Math.floor(evidence.heldSeconds)}/${evidence.minimumHoldSeconds} s, ${share}, ` +
    `canary ${canary.errors}/${canary.requests}, stable ${stable.errors}/${stable.requests} errors/requests, ` +
    `ln E ${evidence.trimmedLnE.toFixed(2)} of ${evidence.failAt.toFixed(2)}, ln P ${evidence.lnP.toFixed(2)} of ${evidence.passAt.toFixed(2)}${leftText}`
  );
}
