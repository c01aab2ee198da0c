import { judgeAttached } from "../attached/judge-attached";
import { judgeSelectors } from "../selectors/judge-selectors";
import type { GateFacts } from "./facts";
import { describeVersion, sameVersion } from "../revision/version";
import type { Finding, GateProblem } from "./finding";

const nothing = { problems: [], notes: [] };

/** Problem of a stable that another writer gave another version: nobody would know what an abort goes back to. */
function findOtherStable({ stable, ledger }: GateFacts): GateProblem | undefined {
  const last = ledger?.promoted.at(-1);
  if (stable === undefined || last === undefined || sameVersion(stable, last)) return undefined;
  return {
    text: `stable must run what was promoted last, ${describeVersion(last)}: got ${describeVersion(stable)} by another writer`,
    fix: `pulumi up --refresh -s ${ledger?.environment} brings it back; where that change was meant, release it`,
    track: "stable",
  };
}

/**
 * Check `no-drift`: the live weight and epoch are the ledger's, no other writer moved traffic or changed stable's version,
 * nothing of others selects the canary's pods, no pod of others is among a track's, and the canary has the policies by
 * name that stable has.
 */
export function checkNoDrift(facts: GateFacts): Finding {
  const { app, reconcile, ledger, selectors, attached, emergency, canaryScaler } = facts;
  const urgent = ledger?.attempt?.kind === "rollback" || emergency?.expired === false;
  const found = selectors === undefined ? nothing : judgeSelectors(app, selectors, urgent);
  const accepted = facts.acceptedPolicies ?? {};
  const policies =
    attached === undefined ? nothing : judgeAttached(attached, { app, accepted, copies: false, urgent });
  const drift = reconcile.kind === "drift" ? [{ text: reconcile.text, fix: reconcile.fix }] : [];
  const other = findOtherStable(facts);
  const stable = other === undefined || urgent ? [] : [other];
  const notes = [
    `live weight and epoch are the ledger's (${ledger?.weight ?? 0} %)`,
    ...found.notes,
    ...policies.notes,
    ...(other !== undefined && urgent ? [other.text] : []),
    ...(canaryScaler === undefined ? [] : [`${canaryScaler} scales the canary as well`]),
  ];
  return { problems: [...drift, ...stable, ...found.problems, ...policies.problems], fine: notes.join("; ") };
}
