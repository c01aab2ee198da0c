import { combine } from "../statistics/combine";
import { isAmber } from "./amber";
import { hasCommonCause } from "../comparisons/common-cause";
import type { Evidence, InconclusiveReason, Verdict } from "./evidence";
import { gatherEvidence } from "./gather-evidence";
import type { EvidenceState, StageState } from "../model";

/** Whether a canary that is compared with nothing breaks its objective, or has so far: few requests prove neither. */
function isOutside({ canary }: StageState, { outside, objectiveErrorRatio }: Evidence): boolean {
  return outside.canary || canary.errors > objectiveErrorRatio * canary.requests;
}

/** Reason why the stage may not be left; undefined where it may. */
function findObstacle(
  state: EvidenceState,
  stage: StageState,
  evidence: Evidence,
): InconclusiveReason | undefined {
  const waived = (what: StageState["waive"][number]) => stage.waive.includes(what);
  const { harm } = evidence;
  if (harm?.kind === "harmed") {
    return "stable-harmed";
  }
  const isShared = harm !== undefined && harm.kind !== "told";
  if (!waived("commonCause") && (isShared || hasCommonCause(state))) {
    return "common-cause";
  }
  if (waived("relative") && isOutside(stage, evidence)) {
    return "outside";
  }
  if (isAmber(evidence)) {
    return "amber";
  }
  if (!waived("metrics") && evidence.gauge?.worst !== undefined) {
    return "overLimit";
  }
  const isUnread = evidence.gauge !== undefined || evidence.unread.length > 0 || evidence.doubts.length > 0;
  if (stage.noData || stage.heldSeconds === 0 || (isUnread && !waived("metrics"))) {
    return "noData";
  }
  const held = waived("minimumHold") || stage.heldSeconds >= stage.minimumHoldSeconds;
  const bounded = waived("passTest") || !evidence.needsPassTest || state.passed;
  return held && bounded && stage.canary.requests > 0 ? undefined : "notEnoughEvidence";
}

/**
 * Judges the evidence as of the latest tick. May be asked at any moment and as often as one likes. No data is never
 * a pass and never a fail.
 * @param unread - names of metrics that could not be read just now: nothing passes without them
 * @param doubts - reasons why counts cannot be trusted just now: nothing passes with any
 * @example judge(startRelease(defaultParameters())).kind // "inconclusive"
 */
export function judge(
  state: EvidenceState,
  unread: readonly string[] = [],
  doubts: readonly string[] = [],
): Verdict {
  const evidence = gatherEvidence(state, combine(state), { unread, doubts });
  const { stage, failure } = state;
  if (failure !== null) {
    return { kind: "fail", basis: failure.basis, evidence };
  }
  if (stage === null) {
    return { kind: "inconclusive", reason: "noData", final: false, evidence };
  }
  const reason = findObstacle(state, stage, evidence);
  return reason === undefined
    ? { kind: "pass", basis: state.passed ? "errorBound" : "noEvidenceOfHarm", evidence }
    : {
        kind: "inconclusive",
        reason,
        final: reason === "stable-harmed" || evidence.elapsedSeconds >= stage.deadlineSeconds,
        evidence,
      };
}
