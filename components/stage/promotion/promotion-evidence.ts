import { continueStage, noteScrapes, patienceOf, readFromSeconds } from "../../core/verdict/index";
import { rebase, restore, startRelease, startStage } from "../../core/verdict/index";
import type { EvidenceState, RawSeries, Verdict } from "../../core/verdict/index";
import type { Ledger } from "../../core/ledger/ledger";
import type { PromotionEvidence } from "../../core/release/promotion-steps";
import { explainPromotion } from "../../core/release/explain-promotion";
import { tracks } from "../../core/track";
import type { Track } from "../../core/track";
import { noTracks } from "../../prometheus/read-tracks";
import { openSource } from "../../prometheus/source";
import type { Session } from "../../session/session";
import { arrivalSeconds, lookBackSeconds, weightedTracks } from "../evidence/feed";
import { judgeReading } from "../evidence/judge-reading";
import { pinnedMetrics, pinnedParameters } from "../evidence/pinned";

/** Least time in which a promotion makes up its mind at one weight, seconds; rare requests need it. */
const leastDeadlineSeconds = 600;

/** Evidence of one step, with its verdict. */
export interface WatchedStep {
  readonly state: EvidenceState;
  readonly evidence: PromotionEvidence;
}

/** Roles swapped: what is judged are stable's new pods, what they are compared with is the canary. */
const other = (track: Track): Track => (track === "stable" ? "canary" : "stable");

/** Series with their tracks swapped. */
export const swapTracks = (series: readonly RawSeries[]): readonly RawSeries[] =>
  series.map((one) => ({ ...one, track: other(one.track) }));

/**
 * The evidence of the weight that the ledger has: what an interrupted run saved goes on, also over the time in which
 * nobody watched.
 * @param sinceSeconds - when the weight was written
 */
export async function enterStep(
  session: Session,
  ledger: Ledger,
  sinceSeconds: number,
): Promise<EvidenceState> {
  const { settings, cluster } = session;
  const parameters = pinnedParameters(ledger, settings);
  const saved = ledger.promotion?.evidence;
  const restored = saved === undefined ? undefined : restore(saved, parameters);
  const kept = restored !== undefined && "state" in restored ? restored.state : undefined;
  const weight = 100 - ledger.weight;
  const nowSeconds = session.now();
  if (kept?.stage?.weight === weight) {
    const isOver = nowSeconds - kept.stage.clockFromSeconds >= kept.stage.deadlineSeconds;
    return isOver ? continueStage(kept, nowSeconds) : kept;
  }
  const startedAtSeconds = sinceSeconds + settings.traffic.propagationSeconds;
  const judgedFromSeconds = Math.min(nowSeconds, startedAtSeconds);
  const { series } = await openSource(cluster, settings).read(nowSeconds - lookBackSeconds, nowSeconds);
  const fresh = rebase(kept ?? startRelease(parameters), judgedFromSeconds);
  const rollback = ledger.attempt?.kind === "rollback";
  return startStage(noteScrapes(fresh, swapTracks(series), judgedFromSeconds), {
    weight,
    nextWeight: weight === 100 ? undefined : 100,
    minimumHoldSeconds: settings.promotion.watchSeconds,
    deadlineSeconds: Math.max(leastDeadlineSeconds, 4 * settings.promotion.watchSeconds),
    startedAtSeconds,
    judgedFromSeconds,
    // Both tracks run the release: what befalls both says nothing against moving on.
    waive: ["passTest", "commonCause", ...(rollback ? (["metrics"] as const) : [])],
  });
}

/** Reads what came since the last look and judges; trouble with Prometheus is what is missing, not an error. */
export async function watchStep(
  session: Session,
  ledger: Ledger,
  before: EvidenceState,
): Promise<WatchedStep> {
  const { settings, cluster } = session;
  const untilSeconds = session.now() - arrivalSeconds;
  const terms = {
    rules: pinnedMetrics(ledger, settings),
    tickSeconds: settings.analysis.tickSeconds,
    tracks: weightedTracks(ledger.weight),
  };
  const fromSeconds = Math.max(readFromSeconds(before, untilSeconds), untilSeconds - 3600);
  const read = await openSource(cluster, settings).readEvidence(
    terms,
    fromSeconds,
    untilSeconds,
    session.interrupted,
  );
  const isRead = read.problems.length === 0;
  const reading = isRead ? { ...read, series: swapTracks(read.series) } : { ...read, ...noTracks };
  const { state, verdict, blindSeconds } = judgeReading(before, reading, untilSeconds, false);
  const limit = Math.max(settings.analysis.blindSeconds, patienceOf(state));
  const blind = tracks.find((track) => terms.tracks.includes(other(track)) && blindSeconds[track] > limit);
  const problem = [...read.problems, ...read.unread][0]?.problem;
  return {
    state,
    evidence: {
      kind: kindOf(verdict),
      sentence: explainPromotion(verdict, problem),
      isOver: blind !== undefined || (verdict.kind === "inconclusive" && verdict.final),
    },
  };
}

function kindOf({ kind }: Verdict): PromotionEvidence["kind"] {
  return kind === "fail" ? "worse" : kind === "pass" ? "settled" : "open";
}
