import type { Ledger } from "../ledger";
import { describeVersion } from "../../revision/version";
import { withMigrated } from "./migration-transition";
import { versionBefore } from "../promoted-version";
import type { Transition } from "../transition";
import {
  requireAttempt,
  requirePhase,
  requireRule,
  withVersion,
  withoutVersion,
  without,
} from "../transition";

/**
 * The base stack promotes: stable rolls to the release's image, all traffic is on the canary meanwhile.
 * @throws {RangeError} unless the release `passed` and its weight is 100
 */
export function startPromotion(ledger: Ledger): Transition {
  requirePhase(ledger, "promote", "passed");
  requireRule(ledger, "promote", ledger.weight === 100, `weight must be 100 %: got ${ledger.weight} %`);
  requireRule(ledger, "promote", ledger.intent === undefined, "no write of the route may be pending");
  const attempt = requireAttempt(ledger, "promote");
  return {
    ledger: { ...without(ledger, "note"), phase: "promoting", promotion: { weight: ledger.weight } },
    event: { type: "Normal", reason: "Promoting", message: `Stable rolls to ${describeVersion(attempt)}` },
  };
}

/**
 * The release is stable: stable runs its image, is ready, and has all traffic. Evidence is dropped; a version that
 * was rolled back counts as aborted from here on.
 * @throws {RangeError} unless promoting at weight 0
 */
export function promoted(ledger: Ledger, { nowSeconds }: { readonly nowSeconds: number }): Transition {
  requirePhase(ledger, "finish the promotion of", "promoting");
  requireRule(
    ledger,
    "finish the promotion of",
    ledger.weight === 0,
    `weight must be 0 %: got ${ledger.weight} %`,
  );
  const attempt = requireAttempt(ledger, "finish the promotion of");
  const before = versionBefore(attempt);
  const left =
    attempt.kind === "rollback" && before !== undefined
      ? withVersion(ledger.aborted, before)
      : ledger.aborted;
  return {
    ledger: {
      ...without(ledger, "intent", "evidence", "promotion", "watchedUntilSeconds", "note"),
      attempt: { ...attempt, endedAtSeconds: nowSeconds, endReason: "promoted" },
      phase: "promoted",
      promoted: withVersion(ledger.promoted, attempt),
      migrated: withMigrated(ledger.migrated ?? [], attempt),
      aborted: withoutVersion(left, attempt),
    },
    event: { type: "Normal", reason: "Promoted", message: `Stable is ${describeVersion(attempt)}` },
  };
}
