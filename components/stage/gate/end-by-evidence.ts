import { saveEvidence } from "../../core/ledger/transitions/stage-transition";
import { RunEnd } from "../../core/run-end";
import { describeExposure, describeWeight } from "../../core/stage/exposure";
import { explainHarm, save as toSaved } from "../../core/verdict/index";
import type { Session } from "../../session/session";
import { abortRelease, explainOutcome } from "../../traffic/end/abort-release";
import type { Fed } from "../evidence/feed";
import { explainPutBack, putBack } from "../stable/put-back";
import { waitForCapacity } from "../stable/stable-capacity";
import type { StageContext } from "../stage-context";

/**
 * Keeps the evidence that a gate has read, and ends the release where it says so: a canary that fails is taken off, and
 * traffic goes back to a stable that became worse.
 * @throws {RunEnd} `failed` where the release was ended; where traffic is stands in the message
 */
export async function endByEvidence(session: Session, context: StageContext, fed: Fed): Promise<void> {
  const { settings } = session;
  const { stage } = context;
  const running =
    context.ledger?.phase === "progressing" ||
    context.ledger?.phase === "held" ||
    context.ledger?.phase === "passed";
  // Requests that were counted while the canary's Service selects other pods are no evidence of the canary.
  const isCanary = context.lever.kind === "canary";
  if (fed.state !== undefined && fed.fed && running && isCanary) {
    const { state } = fed;
    await session.save((ledger) =>
      saveEvidence(ledger, { evidence: toSaved(state), watchedUntilSeconds: fed.untilSeconds }),
    );
  }
  if (fed.fact?.kind === "fail" && running && context.reconcile.kind === "same") {
    const sentence = `the evidence since ${describeSince(context)} says fail: ${fed.fact.sentence}`;
    const outcome = await abortRelease(session, {
      kind: "fail",
      reason: sentence,
      attempt: context.ledger?.attempt?.number,
      ...(fed.verdict === undefined ? {} : { verdict: fed.verdict }),
    });
    throw new RunEnd("failed", {
      text: `Cannot raise "${settings.app}" to ${describeExposure(stage)}: ${sentence}; ${explainOutcome(outcome, settings.environment)}`,
      fix: `release a fixed image, or sluice retry ${settings.environment} --reason TEXT`,
    });
  }
  const { harm } = fed;
  const { onStableHarmed } = settings.analysis;
  if (
    harm?.kind === "harmed" &&
    onStableHarmed === "abort" &&
    running &&
    context.reconcile.kind === "same" &&
    fed.verdict !== undefined
  ) {
    const sentence = explainHarm(harm);
    const weight = context.ledger?.weight ?? 0;
    await waitForCapacity(session, weight, sentence);
    const attempt = context.ledger?.attempt?.number;
    const back = await putBack(session, { attempt, harm, sentence, verdict: fed.verdict });
    throw new RunEnd("failed", explainPutBack(settings, describeWeight(weight), sentence, back));
  }
}

function describeSince({ ledger }: StageContext): string {
  const at = ledger?.watchedUntilSeconds;
  return at === undefined ? "the stage began" : new Date(at * 1000).toISOString();
}
