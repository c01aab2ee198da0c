import { printProblem } from "../../core/problem";
import { demandOfRelease, isUndoDue } from "../../core/lever/decide-undo";
import { findLeverDrift } from "../../core/lever/explain-lever";
import type { ReleaseDecision, ReleaseFacts } from "../../core/release/release-facts";
import { RunEnd } from "../../core/run-end";
import type { Session } from "../../session/session";
import { findLever } from "../../traffic/end/lever";
import { undoLever } from "../../traffic/end/undo-lever";

/** Whether a second lever stands that this run is to undo, also where nothing else changes. */
export async function hasUndo(
  { cluster, settings }: Pick<Session, "cluster" | "settings">,
  { route }: Pick<ReleaseFacts, "route">,
): Promise<boolean> {
  return isUndoDue(await findLever(cluster, settings), route);
}

/**
 * Undoes the second lever of an abort where it stands and nothing is sent by the route any more, before a new attempt
 * begins. Only under the lock.
 * @throws {RunEnd} `inconclusive` where what the run is to do must not happen while it stands
 */
export async function settleLever(
  session: Session,
  { kind, sentence }: Pick<ReleaseDecision, "kind" | "sentence">,
): Promise<void> {
  const { cluster, settings } = session;
  const lever = await findLever(cluster, settings);
  const drift = findLeverDrift(lever, settings);
  if (drift === undefined) return;
  const demand = demandOfRelease(kind);
  const undoes = lever.kind === "stable" && (demand === "must" || demand === "may");
  const kept = undoes ? await undoLever(session, lever.service) : undefined;
  if (undoes && kept === undefined) return;
  const text = kept === undefined ? drift.text : `${drift.text}; it stays: ${kept}`;
  if (demand === "may" || demand === "tell") {
    session.say(printProblem({ ...drift, text }), "warning");
    return;
  }
  throw new RunEnd("inconclusive", {
    text: `Cannot go on with "${settings.app}" (${sentence}): ${text}; nothing else was changed`,
    fix: `${drift.fix}; then run the same command again`,
  });
}
