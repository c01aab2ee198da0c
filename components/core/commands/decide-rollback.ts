import type { Ledger } from "../ledger/ledger";
import { previousPromoted } from "../ledger/promoted-image";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Steps of a rollback: one line in the environment file (to be committed), base, stage 100, base. */
export type RollbackStep = "write-image" | "up-base" | "up-stage-100" | "promote-base";

/** Decision of `sluice rollback`, with the image that it goes back to. */
export interface RollbackDecision extends CommandDecision<RollbackStep> {
  /** Image with digest to go back to; absent where refused. */
  readonly image?: string;
}

const steps: readonly RollbackStep[] = ["write-image", "up-base", "up-stage-100", "promote-base"];

/** Decides what `sluice rollback` does; a rollback that was interrupted goes on. */
export function decideRollback(ledger: Ledger | undefined): RollbackDecision {
  if (ledger === undefined) {
    return refuseCommand(
      "roll back",
      "a release must have been promoted: got none",
      "run the base stack's up",
    );
  }
  const { attempt, phase } = ledger;
  if (phase === "aborted") {
    return refuseCommand(
      "roll back",
      "a release must be promoted: got aborted, and stable is the last promoted image already",
      "nothing to do; sluice status shows it",
    );
  }
  const isWithStable = phase === "promoting" && ledger.weight === 0 && attempt?.kind === "release";
  if (isWithStable && attempt.previousImage !== undefined) {
    const { previousImage: image } = attempt;
    return { kind: "act", steps, exitCode: 0, image, sentence: `Rollback to ${image}, the promotion ends` };
  }
  if (phase !== "promoted") {
    return attempt?.kind === "rollback"
      ? {
          kind: "act",
          steps,
          exitCode: 0,
          image: attempt.image,
          sentence: `Rollback to ${attempt.image} goes on`,
        }
      : refuseCommand("roll back", `a release must be promoted: got ${phase}`, "sluice abort first");
  }
  const image = previousPromoted(ledger);
  return image === undefined
    ? refuseCommand(
        "roll back",
        "an earlier release must be known: got none",
        "release the image you want instead",
      )
    : { kind: "act", steps, exitCode: 0, image, sentence: `Rollback to ${image}` };
}
