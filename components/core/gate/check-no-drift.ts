import { judgeSelectors } from "../selectors/judge-selectors";
import type { GateFacts } from "./facts";
import type { Finding } from "./finding";

/**
 * Check `no-drift`: the live weight and epoch are the ledger's, no other writer moved traffic, and nothing of others selects
 * the canary's pods.
 */
export function checkNoDrift(facts: GateFacts): Finding {
  const { app, reconcile, ledger, selectors, emergency, canaryScaler } = facts;
  const urgent = ledger?.attempt?.kind === "rollback" || emergency?.expired === false;
  const found =
    selectors === undefined ? { problems: [], notes: [] } : judgeSelectors(app, selectors, urgent);
  const drift = reconcile.kind === "drift" ? [{ text: reconcile.text, fix: reconcile.fix }] : [];
  const notes = [
    `live weight and epoch are the ledger's (${ledger?.weight ?? 0} %)`,
    ...found.notes,
    ...(canaryScaler === undefined ? [] : [`${canaryScaler} scales the canary as well`]),
  ];
  return { problems: [...drift, ...found.problems], fine: notes.join("; ") };
}
