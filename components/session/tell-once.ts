import { commandEnded } from "../core/ledger/told";
import type { RunEnd } from "../core/run-end";
import type { ExitName } from "../core/exit-code";
import type { Session } from "./session";

/** Ends without a transition of the ledger, unless they are recorded. */
const silentEnds: readonly ExitName[] = ["refused", "inconclusive", "unexpected", "usage"];

/**
 * Reports once as an Event why a command of a running attempt ended without a transition; best effort: a failure never
 * changes the end.
 * @returns the end
 */
export async function tellOnce(session: Pick<Session, "commit" | "settings">, end: RunEnd): Promise<RunEnd> {
  if (end.recorded || !silentEnds.includes(end.end)) return end;
  const { stack: by } = session.settings;
  await session.commit((ledger) => commandEnded(ledger, { by, message: end.message })).catch(() => undefined);
  return end;
}
