import { isRunning } from "../ledger/ledger";
import type { Ledger, Phase } from "../ledger/ledger";
import { pauseOf } from "../ledger/pause";
import { needsRetry, previousPromoted } from "../ledger/promoted-version";
import { sameVersion } from "../revision/version";
import type { Version } from "../revision/version";

/** An environment as its ledger has it, towards the version that the fleet releases. */
export type Standing =
  /** The version was not begun there, or ended without a word against it. */
  | { readonly kind: "waiting" }
  | {
      readonly kind: "running";
      readonly phase: Phase;
      /** Percent of requests on the canary, or the higher one that is about to be written. */
      readonly weight: number;
      readonly isPaused: boolean;
    }
  | {
      readonly kind: "promoted";
      /** Time of the promotion; 0 where the ledger has forgotten it. */
      readonly sinceSeconds: number;
      /** There is a version to go back to. */
      readonly hasWayBack: boolean;
    }
  /** Promoted, and the last look at stable found something wrong. */
  | {
      readonly kind: "wrong";
      readonly sinceSeconds: number;
      /** Time of that look. */
      readonly atSeconds: number;
      readonly hasWayBack: boolean;
    }
  /** It failed, was aborted or was rolled back: only a retry releases it again. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** A rollback is under way. */
  | { readonly kind: "leaving" }
  /** The ledger could not be read. */
  | { readonly kind: "unknown"; readonly problem: string };

/** Time of a version's last promotion; 0 where the ledger has forgotten it. */
function promotedAt({ phase, attempt, earlier }: Ledger, wanted: Version): number {
  const last = phase === "promoted" && sameVersion(attempt, wanted) ? attempt : undefined;
  const found = last ?? earlier.findLast((one) => one.outcome === "promoted" && sameVersion(one, wanted));
  return found?.endedAtSeconds ?? 0;
}

/**
 * Assesses where an environment stands, by its own ledger alone.
 * @param ledger - undefined where nothing was ever deployed
 * @param wanted - version that the environment's file says
 */
export function assessStanding(ledger: Ledger | undefined, wanted: Version): Standing {
  if (ledger === undefined) return { kind: "waiting" };
  const { attempt, phase, intent } = ledger;
  if (isRunning(ledger)) {
    if (attempt?.kind === "rollback") return { kind: "leaving" };
    const weight = Math.max(ledger.weight, intent?.to ?? 0);
    if (sameVersion(attempt, wanted))
      return { kind: "running", phase, weight, isPaused: pauseOf(ledger) !== undefined };
  }
  if (needsRetry(ledger, wanted)) return { kind: "rejected", reason: explainRejected(ledger, wanted) };
  if (!sameVersion(ledger.promoted.at(-1), wanted)) return { kind: "waiting" };
  const hasWayBack = previousPromoted(ledger) !== undefined;
  const sinceSeconds = promotedAt(ledger, wanted);
  const look = attempt?.verifications?.at(-1);
  if (phase === "promoted" && look?.state === "wrong")
    return { kind: "wrong", sinceSeconds, atSeconds: look.atSeconds, hasWayBack };
  return { kind: "promoted", sinceSeconds, hasWayBack };
}

/** Reason why a version was rejected, as the ledger has it. */
function explainRejected({ attempt, earlier }: Ledger, wanted: Version): string {
  if (sameVersion(attempt, wanted)) return attempt?.endReason ?? "aborted";
  const before = earlier.findLast((one) => sameVersion(one, wanted));
  return before?.outcome === "aborted" ? before.reason : "rolled back";
}
