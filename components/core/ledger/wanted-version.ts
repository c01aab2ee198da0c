import type { Version } from "../revision/version";
import { toVersion } from "../revision/version";
import { isRunning } from "./ledger";
import type { Ledger } from "./ledger";

/**
 * Version that a run brings on its way: the checkout's, but for a rollback, whose target the ledger names.
 * @param checkout - version that this checkout says
 */
export function wantedVersion(checkout: Version, ledger: Ledger | undefined): Version {
  const attempt = isRunning(ledger) ? ledger?.attempt : undefined;
  return toVersion(attempt?.kind === "rollback" ? attempt : checkout);
}
