import type { Problem } from "../../core/problem";
import { describeExposure, describeWeight } from "../../core/stage/exposure";
import type { SoakDecision } from "../../core/stage/watch-soak";
import type { Session } from "../../session/session";
import { abortRelease, explainOutcome } from "../../traffic/end/abort-release";
import { toStageVerdict } from "../evidence/feed";
import { explainPutBack, putBack } from "../stable/put-back";
import type { SoakedStage, SoakTick } from "./soak-tick";

/** Decision of a tick that takes the traffic off the canary. */
export type TakeOff = Extract<SoakDecision, { readonly action: "abort" }>;

/** Takes the traffic off as a tick decided, and records it. Returns the end of the run for people. */
export async function takeOff(
  session: Session,
  { stage, weight, attempt }: Pick<SoakedStage, "stage" | "weight" | "attempt">,
  { verdict: judged }: Pick<SoakTick, "verdict">,
  decision: TakeOff,
): Promise<Required<Pick<Problem, "text" | "fix">> | string> {
  const { settings } = session;
  const { kind, sentence, written, basis } = decision;
  const verdict = toStageVerdict(judged);
  const { harm } = judged.evidence;
  if (kind === "stable-harmed" && harm !== undefined) {
    const back = await putBack(session, { attempt, harm, sentence, verdict, written });
    return explainPutBack(settings, describeExposure(stage), sentence, back);
  }
  const failed = { ...verdict, kind: "fail" as const, basis, sentence };
  const outcome = await abortRelease(session, {
    kind,
    reason: sentence,
    attempt,
    written,
    ...(kind === "fail" || kind === "blind" ? { verdict: failed } : {}),
  });
  return {
    text: `Aborted "${settings.app}" at ${describeWeight(weight)} (${basis}): ${sentence}; ${explainOutcome(outcome, settings.environment)}`,
    fix:
      kind === "interrupted"
        ? `sluice rollout ${settings.environment} tries its image again, which is not rejected`
        : `release a fixed image, or sluice retry ${settings.environment} --reason TEXT`,
  };
}
