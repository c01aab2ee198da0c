import { describeDatabase } from "./explain-database";
import { isRunning } from "../ledger/ledger";
import type { Attempt, EarlierAttempt, Ledger } from "../ledger/ledger";
import { listTargets, targetName } from "../ledger/promoted-version";
import { describeVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { hideIn } from "../report/hide-in";
import type { AttemptRecord } from "../report/record";
import { judgeStop } from "../report/stopped";
import type { StoppedRelease } from "../report/stopped";
import { percent } from "../verdict/explain/percent";

/** One attempt of the history. */
export interface HistoryEntry {
  readonly attempt: number;
  readonly kind: Attempt["kind"];
  readonly image: string;
  readonly revision: string | null;
  /** Names of its changes against stable. */
  readonly changes: readonly string[];
  readonly outcome: EarlierAttempt["outcome"] | "running";
  /** Reason why it ended; null while it runs. */
  readonly reason: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** A person's word that owners of objects have let go of them. */
export interface OwnerWord {
  /** ISO 8601. */
  readonly at: string;
  readonly who: string;
  readonly reason: string;
  readonly objects: readonly string[];
}

/** JSON of `sluice history --json`. */
export interface History {
  readonly environment: string;
  readonly app: string;
  /** Newest first; at most 21. */
  readonly attempts: readonly HistoryEntry[];
  /** Versions that `sluice rollback --to` takes, newest first. */
  readonly targets: readonly Version[];
  /** Newest first; at most 20. */
  readonly ownersStopped: readonly OwnerWord[];
  /** Releases that evidence ended, newest first, as far as their records are kept. */
  readonly stopped: readonly StoppedRelease[];
  /** The last migration, its backup and a way back that was taken, in one line; null where none is known. */
  readonly database: string | null;
}

const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

function toEntry(attempt: EarlierAttempt | Attempt, ledger: Ledger): HistoryEntry {
  const ended =
    "outcome" in attempt
      ? { outcome: attempt.outcome, reason: attempt.reason }
      : isRunning(ledger)
        ? { outcome: "running" as const, reason: null }
        : {
            outcome: ledger.phase === "promoted" ? ("promoted" as const) : ("aborted" as const),
            reason: attempt.endReason ?? null,
          };
  return {
    attempt: attempt.number,
    kind: attempt.kind,
    image: attempt.image,
    revision: attempt.revision ?? null,
    changes: attempt.changes ?? [],
    ...ended,
    startedAt: time(attempt.startedAtSeconds),
    endedAt: attempt.endedAtSeconds === undefined ? null : time(attempt.endedAtSeconds),
  };
}

/** Numbers of the attempts whose records tell how they were stopped. */
export function listAborted({ attempts }: Pick<History, "attempts">): readonly number[] {
  return attempts.filter(({ outcome }) => outcome === "aborted").map(({ attempt }) => attempt);
}

/**
 * Attempts of an environment, and the versions that it may go back to, without secrets in people's reasons.
 * @param records - those of aborted attempts, see {@link listAborted}
 */
export function describeHistory(
  environment: string,
  app: string,
  ledger: Ledger | undefined,
  records: readonly AttemptRecord[] = [],
): History {
  const database = ledger?.database === undefined ? null : describeDatabase(ledger.database);
  const empty = { environment, app, attempts: [], targets: [], ownersStopped: [], stopped: [], database };
  if (ledger === undefined) return empty;
  const { attempt, earlier, ownersStopped = [] } = ledger;
  const all = [...earlier, ...(attempt === undefined ? [] : [attempt])];
  return hideIn({
    environment,
    app,
    attempts: all.map((one) => toEntry(one, ledger)).toReversed(),
    targets: listTargets(ledger).toReversed(),
    ownersStopped: ownersStopped
      .map(({ atSeconds, ...word }) => ({ at: time(atSeconds), ...word }))
      .toReversed(),
    stopped: records.flatMap((record) => judgeStop(record) ?? []),
    database,
  });
}

/** Line on the releases that evidence ended: how many of them users as a whole did not notice. */
function explainStopped(stopped: readonly StoppedRelease[]): readonly string[] {
  if (stopped.length === 0) return [];
  const unnoticed = stopped.filter(({ isUnnoticed }) => isUnnoticed);
  const each = stopped.map(
    ({ attempt, requests, errors, objective }) =>
      `${attempt} (${percent(errors / requests)} of all requests failed, ${percent(objective)} may)`,
  );
  const count = `${unnoticed.length} of ${stopped.length} releases that evidence ended`;
  return [
    `stopped   ${count} were stopped while users as a whole were inside the objective: ${each.join(", ")}`,
  ];
}

/** Text of `sluice history` for people: an attempt per line, the newest first. */
export function explainHistory({
  environment,
  app,
  attempts,
  targets,
  ownersStopped,
  stopped,
  database,
}: History): string {
  if (attempts.length === 0) return `${environment} ${app}: no release was ever made`;
  const lines = attempts.map(({ attempt, kind, image, revision, changes, outcome, reason, startedAt }) => {
    const version = describeVersion({ image, ...(revision === null ? {} : { revision }) });
    const changed = changes.length === 0 ? "" : `, changes ${changes.join(", ")}`;
    const why = reason === null || reason === outcome ? "" : `: ${reason}`;
    return `${attempt}  ${startedAt}  ${kind} of ${version}${changed}  ${outcome}${why}`;
  });
  const back = targets.map(targetName);
  return [
    `${environment} ${app}`,
    ...lines,
    ...ownersStopped.map(
      ({ at, who, reason, objects }) => `owners let go  ${at}  ${objects.join(", ")}, by ${who}: ${reason}`,
    ),
    ...explainStopped(stopped),
    ...(database === null ? [] : [`database  ${database}`]),
    ...(back.length === 0
      ? []
      : [`back to   ${back.join(", ")}: sluice rollback ${environment} --to REVISION`]),
  ].join("\n");
}
