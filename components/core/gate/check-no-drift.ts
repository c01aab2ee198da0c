import { judgeAttached } from "../attached/judge-attached";
import { judgeSelectors } from "../selectors/judge-selectors";
import type { GateFacts } from "./facts";
import type { Finding } from "./finding";

const nothing = { problems: [], notes: [] };

/**
 * Check `no-drift`: the live weight and epoch are the ledger's, no other writer moved traffic, nothing of others selects
 * the canary's pods, and the canary has the policies by name that stable has.
 */
export function checkNoDrift(facts: GateFacts): Finding {
  const { app, reconcile, ledger, selectors, attached, emergency, canaryScaler } = facts;
  const urgent = ledger?.attempt?.kind === "rollback" || emergency?.expired === false;
  const found = selectors === undefined ? nothing : judgeSelectors(app, selectors, urgent);
  const accepted = facts.acceptedPolicies ?? {};
  const policies =
    attached === undefined ? nothing : judgeAttached(attached, { app, accepted, copies: false, urgent });
  const drift = reconcile.kind === "drift" ? [{ text: reconcile.text, fix: reconcile.fix }] : [];
  const notes = [
    `live weight and epoch are the ledger's (${ledger?.weight ?? 0} %)`,
    ...found.notes,
    ...policies.notes,
    ...(canaryScaler === undefined ? [] : [`${canaryScaler} scales the canary as well`]),
  ];
  return { problems: [...drift, ...found.problems, ...policies.problems], fine: notes.join("; ") };
}
