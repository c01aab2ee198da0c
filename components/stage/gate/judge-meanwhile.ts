import { isUnreachable } from "../../cluster/api-error";
import type { Stage } from "../../core/stage/exposure";
import type { Session } from "../../session/session";
import { endByEvidence } from "./end-by-evidence";
import { feedEvidence } from "../evidence/feed";
import { readStage } from "../stage-context";

/**
 * Look at the evidence for a run that waits for something else while the canary has traffic: does nothing more often
 * than once a tick, and ends the release where the evidence says so.
 * @returns the look; it throws {RunEnd} `failed` where the release was ended
 */
export function judgeMeanwhile(session: Session, stage: Stage): () => Promise<void> {
  const { cluster, settings } = session;
  const { tickSeconds } = settings.analysis;
  let dueSeconds = session.now() + tickSeconds;
  return async () => {
    if (session.now() < dueSeconds) return;
    dueSeconds = session.now() + tickSeconds;
    try {
      const context = await readStage(session, stage, true);
      const fed = await feedEvidence(cluster, settings, context.ledger, session.now(), session.interrupted);
      await endByEvidence(session, context, fed);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      session.say(`cannot see the release for now: ${(error as Error).message}`, "warning");
    }
  };
}
