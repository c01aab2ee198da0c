import type { Attempt, Ledger } from "../ledger/ledger";
import { rollbackUnderWay } from "../ledger/ledger";
import { describeVersion, includesVersion, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import {
  listTargets,
  previousPromoted,
  rollbackCommand,
  targetName,
  versionBefore,
} from "../ledger/promoted-version";
import { promoted } from "../ledger/transitions/promotion-transition";
import { describeWeight } from "../stage/exposure";
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

/** Way out where there is nothing to go back to. */
const instead = "release the version you want instead";

/**
 * Decides what `sluice rollback` does; a rollback that was interrupted goes on. After an abort stable is left only where
 * `to` says for which version: the abort alone may be what was wanted.
 * @param to - name of the revision to go back to, its first digits, or a part of its image. @default the one promoted before
 */
export function decideRollback(ledger: Ledger | undefined, to?: string): RollbackDecision {
  if (ledger === undefined) {
    return refuseCommand(
      "roll back",
      "a release must have been promoted: got none",
      "run the base stack's up",
    );
  }
  const { attempt, phase, weight } = ledger;
  const underWay = rollbackUnderWay(ledger);
  if (underWay !== undefined) return goOn(ledger, underWay, to);
  const isWithStable = phase === "promoting" && weight === 0 && attempt?.kind === "release";
  if (isWithStable && versionBefore(attempt) !== undefined)
    return choose(promoted(ledger, { nowSeconds: 0 }).ledger, to, ", the promotion ends");
  if (phase === "aborted") return decideAborted(ledger, to);
  return phase === "promoted"
    ? choose(ledger, to, "")
    : refuseCommand("roll back", `a release must be promoted: got ${phase}`, "sluice abort first");
}

/**
 * Reason of a rollback for the record: the command, and from where.
 * @param ledger - as it is when the rollback begins
 * @param to - as given to the command
 */
export function explainRollback({ phase, attempt }: Ledger, to: string | undefined): string {
  const command = to === undefined ? "sluice rollback" : `sluice rollback --to ${to}`;
  return phase === "aborted" && attempt !== undefined
    ? `${command}, after the abort of attempt ${attempt.number}`
    : command;
}

function goBack(version: Version, how: string): RollbackDecision {
  const sentence = `Rollback to ${describeVersion(version)}${how}`;
  return { kind: "act", steps, exitCode: 0, version, sentence };
}

/** A rollback under way: it is not turned to another version. */
function goOn({ environment }: Ledger, attempt: Attempt, to: string | undefined): RollbackDecision {
  const version = toVersion(attempt);
  return to === undefined || isNamed(version, to)
    ? goBack(version, " goes on")
    : refuseCommand(
        "roll back",
        `--to must be what the rollback under way goes back to, ${targetName(version)}: got ${to}`,
        `sluice abort ${environment} --reason TEXT, then sluice rollback ${environment} --to ${to}`,
      );
}

function decideAborted(ledger: Ledger, to: string | undefined): RollbackDecision {
  const { environment, weight } = ledger;
  const stable = ledger.promoted.at(-1);
  if (weight !== 0)
    return refuseCommand(
      "roll back",
      `the abort must be over: got ${describeWeight(weight)} on the canary`,
      `sluice abort ${environment} --reason TEXT ends it`,
    );
  if (to !== undefined)
    return choose(ledger, to, stable === undefined ? "" : `, away from stable ${describeVersion(stable)}`);
  const command = rollbackCommand(ledger);
  return refuseCommand(
    "roll back",
    `a release must be promoted: got aborted, and all traffic is on stable${stable === undefined ? "" : ` ${describeVersion(stable)}`} already`,
    command === undefined
      ? `where stable is bad, too: ${instead}`
      : `leave it where stable is well; where it is bad, too: ${command}`,
  );
}

/** Takes the version that is named, else the one promoted before. */
function choose(ledger: Ledger, to: string | undefined, how: string): RollbackDecision {
  if (to === undefined) {
    const before = previousPromoted(ledger);
    return before === undefined
      ? refuseCommand("roll back", "an earlier release must be known: got none", instead)
      : goBack(before, how);
  }
  const targets = listTargets(ledger);
  const [found, ...more] = findNamed(targets, to);
  if (found !== undefined && more.length === 0) return goBack(found, how);
  return refuseTarget(ledger, to, found === undefined ? targets : [found, ...more]);
}

const isNamed = ({ revision, image }: Version, to: string): boolean =>
  revision?.startsWith(to) === true || image.includes(to);

/** Versions that a name fits: those whose revision begins with it, else those whose image has it. */
function findNamed(versions: readonly Version[], to: string): readonly Version[] {
  const byRevision = versions.filter(({ revision }) => revision?.startsWith(to) === true);
  return byRevision.length > 0 ? byRevision : versions.filter(({ image }) => image.includes(to));
}

/** @param known - versions that are left to choose from */
function refuseTarget(
  { environment, promoted: all, aborted }: Ledger,
  to: string,
  known: readonly Version[],
): RollbackDecision {
  const rejected = findNamed(all.slice(0, -1), to).find(
    (one) => includesVersion(aborted, one) && !known.some((other) => sameVersion(other, one)),
  );
  const others = known.map(describeVersion).join(", ") || "none is known";
  return rejected === undefined
    ? refuseCommand(
        "roll back",
        `--to must be one revision promoted before (${others}): got ${to}`,
        `sluice history ${environment} lists them`,
      )
    : refuseCommand(
        "roll back",
        `--to must not be a revision that was rejected since (others: ${others}): got ${to}`,
        `another one; or from that one's commit sluice retry ${environment} --reason TEXT, then sluice rollout ${environment}`,
      );
}
