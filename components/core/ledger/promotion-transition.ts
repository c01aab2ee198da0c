import type { Ledger } from "./ledger";
import { shortDigest } from "../workload/short-digest";
import type { Transition } from "./transition";
import { requireAttempt, requirePhase, requireRule, withImage, withoutImage, without } from "./transition";

/**
 * The base stack promotes: stable rolls to the release's image, all traffic is on the canary meanwhile.
 * @throws {RangeError} unless the release `passed` and its weight is 100
 */
export function startPromotion(ledger: Ledger): Transition {
  requirePhase(ledger, "promote", "passed");
  requireRule(ledger, "promote", ledger.weight === 100, `weight must be 100 %: got ${ledger.weight} %`);
  requireRule(ledger, "promote", ledger.intent === undefined, "no write of the route may be pending");
  const { image } = requireAttempt(ledger, "promote");
  return {
    ledger: { ...without(ledger, "note"), phase: "promoting", promotion: { weight: ledger.weight } },
    event: { type: "Normal", reason: "Promoting", message: `Stable rolls to ${shortDigest(image)}` },
  };
}

/**
 * The release is stable: stable runs its image, is ready, and has all traffic. Evidence is dropped; a digest that
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
  const { image, kind, previousImage } = attempt;
  const left =
    kind === "rollback" && previousImage !== undefined
      ? withImage(ledger.aborted, previousImage)
      : ledger.aborted;
  return {
    ledger: {
      ...without(ledger, "intent", "evidence", "promotion", "watchedUntilSeconds", "note"),
      attempt: { ...attempt, endedAtSeconds: nowSeconds, endReason: "promoted" },
      phase: "promoted",
      promoted: withImage(ledger.promoted, image),
      aborted: withoutImage(left, image),
    },
    event: { type: "Normal", reason: "Promoted", message: `Stable is ${shortDigest(image)}` },
  };
}
