import { isRunning } from "../../components/core/ledger/ledger";
import type { Ledger } from "../../components/core/ledger/ledger";
import { includesVersion, sameVersion } from "../../components/core/revision/version";
import type { Version } from "../../components/core/revision/version";
import type { Stage } from "../../components/core/stage/exposure";
import { stageStack } from "../../components/core/stage/stack-name";

/** Facts by which the stage after the base stack is foreseen. */
export interface StageOutlook {
  readonly environment: string;
  /** Version of this checkout. */
  readonly wanted: Version;
  readonly ledger: Ledger | undefined;
  /** Stages of a new attempt. */
  readonly stages: readonly Stage[];
}

/**
 * Foresees the stack that runs after the base stack: the first stage of a release that begins, or the next one of a
 * release that goes on. What really follows is decided by the ledger once the base stack has run.
 * @returns undefined where none will, or none is certain enough
 */
export function foreseeStage({ environment, wanted, ledger, stages }: StageOutlook): string | undefined {
  if (ledger === undefined || ledger.promoted.length === 0) return undefined;
  const { attempt, phase } = ledger;
  if (isRunning(ledger) && sameVersion(attempt, wanted)) {
    if (phase === "passed" || phase === "promoting") return undefined;
    const next = attempt?.stages.find((one) => one.phase !== "passed");
    return next && stageStack(environment, next.key);
  }
  const isOver = sameVersion(ledger.promoted.at(-1), wanted) || includesVersion(ledger.aborted, wanted);
  const [first] = stages;
  return isOver || first === undefined ? undefined : stageStack(environment, first.key);
}
