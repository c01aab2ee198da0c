import { describeWeight } from "../stage/exposure";
import { describeVersion, explainOther, listFirst, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import type { Ledger } from "../ledger/ledger";
import { needsRetry } from "../ledger/promoted-version";
import { refuseCommand } from "./decide-command";
import type { CommandDecision } from "./decide-command";

/** Steps of a retry: a new attempt with fresh evidence; the aborted one goes to the earlier attempts. */
export type RetryStep = "begin-attempt";

/** Decision of `sluice retry`. */
export interface RetryDecision extends CommandDecision<RetryStep> {
  /** Version of the new attempt; absent where refused. */
  readonly version?: Version;
}

/** Facts that `sluice retry` decides by. */
export interface RetrySituation {
  readonly ledger: Ledger | undefined;
  /** Version of this checkout. */
  readonly wanted: Version;
  /** Live weight; absent where there is no route. */
  readonly liveWeight?: number;
}

const otherwise: Readonly<Record<Exclude<Ledger["phase"], "aborted">, string>> = {
  progressing: "the stage's up goes on; sluice abort ends it",
  held: "the stage's up goes on; sluice abort ends it",
  passed: "run the base stack's up, which promotes it",
  promoting: "run the base stack's up, which finishes the promotion",
  promoted: "nothing to try again; sluice rollback brings the previous release back",
};

/** Decides what `sluice retry` does: only what was aborted is tried again, only from weight 0, never while a release runs. */
export function decideRetry({ ledger, wanted, liveWeight }: RetrySituation): RetryDecision {
  const attempt = ledger?.attempt;
  if (ledger === undefined || attempt === undefined) {
    return refuseCommand("retry", "an attempt must have been aborted: got none", "run the base stack's up");
  }
  // A version that an earlier attempt aborted, or that a rollback left, may be wanted again, also after a promotion.
  const idle = ledger.phase === "aborted" || ledger.phase === "promoted";
  const rejected = needsRetry(ledger, wanted);
  const again = idle && rejected;
  if (rejected && !idle && !sameVersion(wanted, attempt)) {
    const fix =
      ledger.phase === "promoting"
        ? "run the base stack's up, which finishes the promotion, then sluice retry"
        : "sluice abort ends it, then sluice retry";
    return refuseCommand(
      "retry",
      `no other release may be under way: got attempt ${attempt.number} of ${describeVersion(attempt)}, ${ledger.phase}`,
      fix,
    );
  }
  if (!again && ledger.phase !== "aborted") {
    return refuseCommand(
      "retry",
      `attempt ${attempt.number} must be aborted: got ${ledger.phase}`,
      otherwise[ledger.phase],
    );
  }
  if (!again && !sameVersion(wanted, attempt)) {
    return refuseCommand(
      "retry",
      explainOther(wanted, attempt, "to try the aborted one again"),
      "run the base stack's up, which releases this version",
    );
  }
  if (liveWeight !== undefined && liveWeight > 0) {
    return refuseCommand(
      "retry",
      `live weight must be 0 %: got ${describeWeight(liveWeight)}`,
      "sluice abort",
    );
  }
  const version = findRejected(ledger, wanted);
  const known = [...ledger.earlier, attempt].findLast((one) => sameVersion(one, version));
  const { changes = [] } = known ?? {};
  const changed = changes.length === 0 ? "" : ` (changes ${listFirst(changes)})`;
  const sentence = `New attempt for ${version.image}${changed} with fresh evidence`;
  return { kind: "act", steps: ["begin-attempt"], exitCode: 0, version, sentence };
}

/** The rejected version in full: a checkout may know its image only. */
function findRejected({ attempt, aborted, putBack = [] }: Ledger, wanted: Version): Version {
  const same = [...aborted, ...putBack, attempt].filter(
    (one) => one !== undefined && sameVersion(one, wanted),
  );
  return toVersion(same.findLast((one) => one?.revision !== undefined) ?? wanted);
}
