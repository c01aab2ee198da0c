import { processLiveness } from "../ledger/process-identity";
import type { ResourceInputs } from "../session/session";

/** Whether the engine has requested something that only a program declares; one provider process serves one run. */
let isDeclaring = false;

/** Notes that the run has a program: a destroy neither checks, creates nor updates, not even with its program. */
export function noteDeclared(): void {
  isDeclaring = true;
}

/** Whether this run takes everything away, and is no `up` that leaves a resource out or replaces it. */
export function isDestroy(): boolean {
  return !isDeclaring;
}

/**
 * Whether a run that is over left these inputs in the state. An `up` compares the state with inputs whose program lives;
 * a refresh compares what it has just read with those of the state, and what these say of their own run was done then.
 */
export function isFromState({ run }: ResourceInputs): boolean {
  return run !== undefined && processLiveness(run.programPid, run.programStart) === "dead";
}
