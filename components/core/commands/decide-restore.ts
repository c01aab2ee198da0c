import { formatDuration } from "../duration";
import type { DatabaseRecord, WayBack } from "../ledger/database-record";
import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import type { Problem } from "../problem";
import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";
import { describeBackup } from "./explain-database";

/** Facts that a way back of the database is decided by. */
export interface RestoreFacts {
  readonly ledger: Ledger | undefined;
  readonly way: WayBack;
  /** Ways back that the environment file says. */
  readonly configured: readonly WayBack[];
  /** Name that the person typed. */
  readonly confirm: string | undefined;
  readonly nowSeconds: number;
}

/** Decision of `sluice restore`: what it would overwrite, and every reason not to. */
export interface RestoreDecision {
  /** Sentences to be said before anything is done; none where nothing is known of a migration. */
  readonly overwrites: readonly string[];
  /** It is done where there are none. */
  readonly problems: readonly Problem[];
  /** The migration that is taken back; absent where none is known. */
  readonly database?: DatabaseRecord;
}

/** Decides what `sluice restore` does; only a person starts it, and types the app's name. */
export function decideRestore(facts: RestoreFacts): RestoreDecision {
  const { ledger, way, configured } = facts;
  const { database } = ledger ?? {};
  if (ledger === undefined || database?.migration === undefined) {
    const text = "a migration must have begun: got none that is recorded";
    return { overwrites: [], problems: [{ text, fix: "the database's own tools know its backups" }] };
  }
  const other = configured.find((one) => one !== way);
  const instead = other === undefined ? "" : `, or run it ${other === "undo" ? "with" : "without"} --undo`;
  const problems: readonly (Problem | undefined)[] = [
    configured.includes(way)
      ? undefined
      : {
          path: `sluice:migration.${way}`,
          text: `sluice:migration.${way} must be set: got none`,
          fix: `set its command${instead}`,
        },
    way === "restore" && database.backup === undefined
      ? { text: "a backup from before the migration must be recorded: got none" }
      : undefined,
    database.revision === undefined
      ? { text: "the revision that migrated must be recorded: got none" }
      : undefined,
    explainTraffic(ledger, database),
    explainConfirm(facts, ledger),
  ];
  return {
    overwrites: explainOverwritten(facts, ledger, database),
    problems: problems.filter((one) => one !== undefined),
    database,
  };
}

/** A release whose pods were never started does not need to end first: its next `up` migrates again. */
function explainTraffic(ledger: Ledger, database: DatabaseRecord): Problem | undefined {
  const { phase, weight, attempt, environment } = ledger;
  const neverStarted = attempt?.number === database.attempt && database.migration?.state !== "ran";
  if (!isRunning(ledger) || neverStarted) return undefined;
  return {
    text: `no release must be under way, since its pods need the migrated database: got ${phase} at ${weight} %`,
    fix: `sluice abort ${environment} --reason TEXT first`,
  };
}

function explainConfirm({ confirm, way }: RestoreFacts, { app, environment }: Ledger): Problem | undefined {
  if (confirm === app) return undefined;
  const got = confirm === undefined ? "nothing" : `"${confirm}"`;
  const undo = way === "undo" ? " --undo" : "";
  return {
    text: `--confirm must be the app's name, "${app}", after what is overwritten was read: got ${got}`,
    fix: `sluice restore ${environment}${undo} --confirm ${app}`,
  };
}

function explainOverwritten(
  { way, nowSeconds }: RestoreFacts,
  { app, promoted }: Ledger,
  database: DatabaseRecord,
): readonly string[] {
  const { attempt, image, backup } = database;
  const stable = promoted.at(-1)?.image;
  const since =
    backup?.atSeconds === undefined
      ? "since that backup"
      : `in the ${formatDuration(Math.max(0, nowSeconds - backup.atSeconds))} since`;
  return [
    way === "restore"
      ? `the database of "${app}" is overwritten by ${describeBackup(database)}: everything written ${since} is lost`
      : `the migration of attempt ${attempt} (${shortDigest(image)}) of the database of "${app}" is undone: data that only the migrated database can hold is lost`,
    ...(sameImage(stable, image)
      ? [`stable runs ${shortDigest(image)}, which may fail on the database as it was before`]
      : []),
  ];
}
