import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `not-aborted`: an aborted attempt is final. */
export function checkNotAborted({ ledger }: GateFacts): Finding {
  return ledger?.phase === "aborted"
    ? problem(
        `attempt ${ledger.attempt?.number ?? "?"} must not be aborted: got aborted (${ledger.attempt?.endReason ?? "no reason recorded"})`,
        "release a new version, or sluice retry",
      )
    : fine("this attempt was not aborted");
}
