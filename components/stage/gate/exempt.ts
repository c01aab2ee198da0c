import type { Attempt } from "../../core/ledger/ledger";

/** Reason why an attempt waits for nothing but its own evidence: what is put right in a hurry, or is going back. */
export function explainExempt(attempt: Attempt | undefined): string | undefined {
  if (attempt?.kind === "rollback") return "this is a rollback";
  return attempt?.profile === "hotfix" ? "this is a hotfix" : undefined;
}
