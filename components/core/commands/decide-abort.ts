import { describeWeight } from "../stage/exposure";
import { describeVersion, sameVersion } from "../revision/version";
import { findLaterAttempt } from "../ledger/later-attempt";
import { versionBefore } from "../ledger/promoted-version";
import type { Ledger } from "../ledger/ledger";
import type { LiveTrack } from "../live";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/**
 * Steps of an abort.
 * - `write-zero`: one write of weight 0 that names reason and attempt
 * - `record-aborted`: ledger `aborted`, Event, notification
 * - `restore-stable`: stable's template back to the last promoted revision
 * - `await-stable`: check that again until base's lock is gone and stable is ready
 * - `confirm-zero`: wait up to 10 s for observed 0, else "written, not confirmed"
 * - `idle-canary`: canary to 0 replicas after the drain
 */
export type AbortStep =
  | "write-zero"
  | "record-aborted"
  | "restore-stable"
  | "await-stable"
  | "confirm-zero"
  | "idle-canary";

/** Facts that `sluice abort` decides by; it needs neither lock nor engine. */
export interface AbortSituation {
  readonly ledger: Ledger | undefined;
  /** Live weight; absent where there is no route. */
  readonly liveWeight?: number;
  readonly stable?: LiveTrack;
}

const toZero: readonly AbortStep[] = ["write-zero", "confirm-zero", "idle-canary"];
const backToStable: readonly AbortStep[] = ["restore-stable", "await-stable"];

function act(sentence: string, ...steps: readonly AbortStep[]): CommandDecision<AbortStep> {
  return { kind: "act", steps, exitCode: 0, sentence };
}

/** Weight 0 where another writer raised it while no release runs; the ledger stays as it is. */
function withoutRelease(
  { liveWeight }: AbortSituation,
  otherwise: CommandDecision<AbortStep>,
): CommandDecision<AbortStep> {
  return liveWeight !== undefined && liveWeight > 0
    ? act(`No release runs, but the canary has ${describeWeight(liveWeight)}: weight 0`, ...toZero)
    : otherwise;
}

function decideAborted({ ledger, liveWeight, stable }: AbortSituation): CommandDecision<AbortStep> {
  const before = versionBefore(ledger?.attempt);
  // An abort of a promotion may have died between its steps.
  if (before !== undefined && stable !== undefined && !sameVersion(stable, before)) {
    return act(
      `Aborted already, but stable runs ${describeVersion(stable)}: back to ${describeVersion(before)}`,
      ...backToStable,
      ...toZero,
    );
  }
  return liveWeight !== undefined && liveWeight > 0
    ? act(`Aborted already, but the canary has ${describeWeight(liveWeight)}: weight 0`, ...toZero)
    : { kind: "no-op", steps: ["confirm-zero", "idle-canary"], exitCode: 0, sentence: "Aborted already" };
}

/** Stable runs the release and has all traffic: what is left to a promotion is to watch it. */
function isWithStable({ ledger, liveWeight, stable }: AbortSituation): boolean {
  const isThere = stable === undefined || (stable.settled && sameVersion(stable, ledger?.attempt));
  return ledger?.weight === 0 && (liveWeight ?? 0) === 0 && isThere;
}

function decidePromoting(situation: AbortSituation): CommandDecision<AbortStep> {
  const before = versionBefore(situation.ledger?.attempt);
  if (before !== undefined && isWithStable(situation)) {
    return refuseCommand(
      "abort the promotion",
      "stable must not have all traffic already: got 0 % on the canary, and nothing to take off it",
      "sluice rollback brings the previous release back; the base stack's up goes on watching this one",
    );
  }
  return before === undefined
    ? withoutRelease(
        situation,
        refuseCommand(
          "abort the first deploy",
          "an image must have been promoted before: got none to go back to",
          "set release.image to a working image and run the base stack's up",
        ),
      )
    : act(
        `Promotion stops: stable goes back to ${describeVersion(before)} first, then weight 0`,
        "record-aborted",
        ...backToStable,
        ...toZero,
      );
}

/**
 * Refusal of an abort of a promotion that ended before the abort was recorded, as where a machine slept: stable is not to
 * go back any more.
 * @param attempt - number of the attempt that is to be aborted. @default not known
 * @returns undefined where it is still to be aborted, or was already
 */
export function findOvertaken(
  ledger: Ledger,
  attempt: number | undefined,
): CommandDecision<AbortStep> | undefined {
  const later = findLaterAttempt(ledger, { attempt });
  if (later !== undefined)
    return refuseCommand(
      "abort the promotion",
      `no other attempt may have begun since: got ${later}; stable stays as it is`,
      "run the same command again to end that one",
    );
  return ledger.phase === "promoted"
    ? refuseCommand(
        "abort the promotion",
        "it must not have ended meanwhile: got promoted; stable stays as it is",
        "sluice rollback brings the previous release back",
      )
    : undefined;
}

/** Decides what `sluice abort` does; traffic on a canary is always taken away, whatever the ledger says. */
export function decideAbort(situation: AbortSituation): CommandDecision<AbortStep> {
  const { ledger } = situation;
  switch (ledger?.phase) {
    case "progressing":
    case "held":
    case "passed":
      return act(
        `Abort from ${describeWeight(situation.liveWeight ?? ledger.weight)}: weight 0`,
        "write-zero",
        "record-aborted",
        "confirm-zero",
        "idle-canary",
      );
    case "promoting":
      return decidePromoting(situation);
    case "aborted":
      return decideAborted(situation);
    case "promoted":
      return withoutRelease(
        situation,
        refuseCommand(
          "abort",
          "a release must be under way: got promoted",
          "sluice rollback brings the previous one back",
        ),
      );
    case undefined:
      return withoutRelease(situation, {
        kind: "no-op",
        steps: [],
        exitCode: 0,
        sentence: "No release was ever recorded: nothing to abort",
      });
  }
}
