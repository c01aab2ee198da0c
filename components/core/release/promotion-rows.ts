import { describeVersion, sameVersion, toVersion } from "../revision/version";
import type { Attempt } from "../ledger/ledger";
import { findPaused } from "../ledger/pause";
import { prefixed } from "../problem";
import { halfWeight } from "../ledger/transitions/promotion-moves";
import { explainChanged, judgeMigration } from "./judge-migration";
import { goOn, refuseFacts, refuseProblem, refuseRow, refuseWeight } from "./row";
import type { PromotedView, ReleaseRow } from "./row";

/** The row `R = C, passed`: promoted only with all traffic on a canary that is ready, by live facts and ledger. */
export function decidePassed(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { ledger, weight, route, canary, stable, observed, drift, environment } = view;
  const again = (what: string) => ({
    text: `${what} was created again`,
    fix: "run `up` once more to promote",
  });
  if (route === undefined || canary === undefined) return goOn(view, attempt, again(missing(view)));
  if (drift !== undefined) {
    return refuseRow(view, `live weight and epoch must be the ledger's: ${drift.text}`, drift.fix);
  }
  const paused = findPaused(ledger);
  if (paused !== undefined) return refuseProblem(prefixed(`Cannot release "${view.app}": `, paused));
  if (weight !== 100 || ledger.weight !== 100 || !sameVersion(canary, attempt)) return refuseFacts(view);
  const { settled, readyReplicas, replicas } = canary;
  if (!settled || readyReplicas < Math.max(1, replicas)) {
    const rule = `canary must be ready to promote: got ${readyReplicas} of ${replicas} pods ready`;
    return refuseRow(view, rule, `run \`up\` again when it is, or \`sluice abort ${environment}\``);
  }
  if (observed === "contradicted") {
    const rule = "requests must reach the canary alone to promote: got requests on stable";
    return refuseRow(view, rule, `run \`up\` again, or \`sluice abort ${environment}\``);
  }
  if (stable === undefined) return goOn(view, attempt, again("stable"));
  return { ...promote(view, attempt), observeFirst: observed !== "confirmed" };
}

/** The row `R = C, promoting`: goes on from live 100, 50 or 0. */
export function decidePromoting(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { weight, stable, environment, drift } = view;
  // Half is this promotion's own move, or another writer gave stable users in the middle of its roll-out.
  const isKnown = weight === 0 || weight === 100 || (weight === halfWeight && drift === undefined);
  if (!isKnown) {
    return refuseWeight(
      view,
      `live weight must be 100, ${halfWeight} or 0 % while promoting`,
      `\`sluice abort ${environment}\``,
    );
  }
  if (stable === undefined) {
    return goOn(view, attempt, {
      text: "stable is created again as it was",
      fix: "run `up` once more to promote",
    });
  }
  return promote(view, attempt);
}

function promote(view: PromotedView, attempt: Attempt): ReleaseRow {
  const { weight, drift } = view;
  const { image, number } = attempt;
  const changed = explainChanged(view, true);
  return {
    kind: "promote",
    stable: toVersion(attempt),
    canary: toVersion(attempt),
    migrate: judgeMigration(view, image).migrate,
    sentence: `attempt ${number}: stable rolls to ${describeVersion(attempt)}, canary has ${weight} %`,
    problems: [drift, changed].filter((one) => one !== undefined),
  };
}

function missing({ route, canary }: PromotedView): string {
  return [...(route === undefined ? ["route"] : []), ...(canary === undefined ? ["canary"] : [])].join(
    " and ",
  );
}
