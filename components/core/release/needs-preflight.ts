import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import { sameVersion } from "../revision/version";
import type { Version } from "../revision/version";

/** Whether a run that goes live asks for a preflight first: not where it goes on with this version, or finds it promoted. */
export function needsPreflight(ledger: Ledger | undefined, version: Version): boolean {
  if (ledger === undefined) return true;
  if (isRunning(ledger)) return !sameVersion(ledger.attempt, version);
  return ledger.phase !== "promoted" || !sameVersion(ledger.promoted.at(-1), version);
}
