import { exitCodes } from "../../components/core/exit-code";
import { describeVersion, sameVersion } from "../../components/core/revision/version";
import type { Version } from "../../components/core/revision/version";
import type { Ledger } from "../../components/core/ledger/ledger";
import { rollbackCommand } from "../../components/core/ledger/promoted-version";
import type { Problem } from "../../components/core/problem";
import { planRollout } from "./plan-rollout";
import type { RolloutStep } from "./plan-rollout";

/** The weight of a rollback's only stage, percent. */
export const rollbackWeight = 100;

/**
 * Decides the next run of a rollback: base, stage 100, base. It is a rollout of its one stage.
 * @param version - to go back to
 */
export function planRollback(
  environment: string,
  version: Version,
  ledger: Ledger | undefined,
  ran: readonly string[],
): RolloutStep {
  if (ran.length > 0 && ledger?.phase === "promoted" && sameVersion(ledger.promoted.at(-1), version)) {
    return {
      kind: "end",
      exitCode: exitCodes.done,
      end: {
        text: `Rolled back: ${describeVersion(version)} is stable again`,
        fix: `revert in the checkout what the version left behind changed${explainLeft(ledger)}: until then \`sluice rollout ${environment}\` refuses it`,
      },
    };
  }
  if (ran.length > 0 && ledger?.phase === "aborted" && sameVersion(ledger.attempt, version))
    return { kind: "end", exitCode: exitCodes.refused, end: explainAborted(ledger, version) };
  return planRollout({ environment, wanted: version, ledger, ran });
}

/** A rollback that was aborted while it ran. */
function explainAborted(ledger: Ledger, version: Version): Problem {
  const { app, environment, attempt } = ledger;
  const other = rollbackCommand(ledger);
  return {
    text: `Cannot roll back "${app}" to ${describeVersion(version)}: attempt ${attempt?.number} must not be aborted: got ${attempt?.endReason ?? "no reason known"}`,
    fix: `sluice status ${environment} shows where traffic is${other === undefined ? "" : `; where stable is bad: ${other}`}`,
  };
}

/** Names of the changes of the version left behind. */
function explainLeft({ earlier }: Ledger): string {
  const left = earlier.findLast(({ outcome }) => outcome === "promoted");
  return left?.changes === undefined || left.changes.length === 0 ? "" : ` (${left.changes.join(", ")})`;
}
