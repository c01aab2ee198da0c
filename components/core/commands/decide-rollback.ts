import type { Ledger } from "../ledger/ledger";
import { describeVersion, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { previousPromoted, versionBefore } from "../ledger/promoted-version";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Steps of a rollback: its attempt, base, stage 100, base. */
export type RollbackStep = "begin-attempt" | "up-base" | "up-stage-100" | "promote-base";

/** Decision of `sluice rollback`, with the version that it goes back to. */
export interface RollbackDecision extends CommandDecision<RollbackStep> {
  /** Version to go back to; absent where refused. */
  readonly version?: Version;
}

const steps: readonly RollbackStep[] = ["begin-attempt", "up-base", "up-stage-100", "promote-base"];

/**
 * Decides what `sluice rollback` does; a rollback that was interrupted goes on.
 * @param to - name of the revision to go back to, or its first digits. @default the one promoted before
 */
export function decideRollback(ledger: Ledger | undefined, to?: string): RollbackDecision {
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
      "a release must be promoted: got aborted, and stable is the last promoted revision already",
      "sluice status shows it",
    );
  }
  const isWithStable = phase === "promoting" && ledger.weight === 0 && attempt?.kind === "release";
  const before = versionBefore(attempt);
  if (isWithStable && before !== undefined) {
    const found = to === undefined ? before : findPromoted([...ledger.promoted, before], to);
    return found === undefined ? refuseTarget(ledger, to) : goBack(found, ", the promotion ends");
  }
  if (phase !== "promoted") {
    return attempt?.kind === "rollback"
      ? goBack(toVersion(attempt), " goes on")
      : refuseCommand("roll back", `a release must be promoted: got ${phase}`, "sluice abort first");
  }
  const found = to === undefined ? previousPromoted(ledger) : findPromoted(ledger.promoted.slice(0, -1), to);
  return found === undefined ? refuseTarget(ledger, to) : goBack(found, "");
}

function goBack(version: Version, how: string): RollbackDecision {
  const sentence = `Rollback to ${describeVersion(version)}${how}`;
  return { kind: "act", steps, exitCode: 0, version, sentence };
}

function findPromoted(promoted: readonly Version[], to: string): Version | undefined {
  return promoted.findLast(({ revision, image }) => revision?.startsWith(to) === true || image.includes(to));
}

function refuseTarget({ promoted }: Ledger, to: string | undefined): RollbackDecision {
  const present = promoted.at(-1);
  const others = promoted.filter((one) => !sameVersion(one, present)).map(describeVersion);
  return to === undefined
    ? refuseCommand(
        "roll back",
        "an earlier release must be known: got none",
        "release the version you want instead",
      )
    : refuseCommand(
        "roll back",
        `--to must be a revision promoted before (${others.join(", ") || "none is known"}): got ${to}`,
        "sluice history lists them",
      );
}
