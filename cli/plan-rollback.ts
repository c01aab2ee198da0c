import { exitCodes } from "../components/core/exit-code";
import { sameImage } from "../components/core/workload/image";
import type { Ledger } from "../components/core/ledger/ledger";
import { shortDigest } from "../components/core/workload/short-digest";
import { planRollout } from "./plan-rollout";
import type { RolloutStep } from "./plan-rollout";

/** The weight of a rollback's only stage, percent. */
export const rollbackWeight = 100;

/**
 * Decides the next run of a rollback: base, stage 100, base. It is a rollout of its one stage.
 * @param image - image with digest to go back to
 */
export function planRollback(
  environment: string,
  image: string,
  ledger: Ledger | undefined,
  ran: readonly string[],
): RolloutStep {
  if (ran.length > 0 && ledger?.phase === "promoted" && sameImage(ledger.promoted.at(-1), image)) {
    return {
      kind: "end",
      exitCode: exitCodes.done,
      sentence: `Rolled back: ${shortDigest(image)} is stable again; commit Pulumi.${environment}.yaml, or the next run of CI releases the other image again`,
    };
  }
  return planRollout({ environment, image, ledger, ran });
}
