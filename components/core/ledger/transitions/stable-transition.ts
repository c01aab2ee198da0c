import type { Ledger } from "../ledger";
import { withoutVersion } from "../transition";
import type { Transition } from "../transition";

/**
 * Whether stable recovered after its traffic was put back: if not, the release is not taken to be the cause, and may
 * be tried again as it is.
 * @param seen - `told` is one sentence for people
 */
export function stableWatched(
  ledger: Ledger,
  seen: { readonly attempt: number | undefined; readonly recovered: boolean; readonly told: string },
): Transition | undefined {
  const { attempt, putBack = [] } = ledger;
  if (attempt === undefined || attempt.number !== seen.attempt || ledger.phase !== "aborted")
    return undefined;
  const { recovered, told } = seen;
  const left = recovered ? putBack : withoutVersion(putBack, attempt);
  const endReason = `${attempt.endReason}; ${told}`;
  return {
    ledger: { ...ledger, attempt: { ...attempt, endReason }, putBack: left },
    event: {
      type: recovered ? "Normal" : "Warning",
      reason: recovered ? "StableRecovered" : "StableNotRecovered",
      message: told,
    },
  };
}
