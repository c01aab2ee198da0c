import { sameImage } from "../../workload/image";
import { shortDigest } from "../../workload/short-digest";
import { recordFor } from "../database-facts";
import type { Backup, DatabaseRecord, WayBack } from "../database-record";
import { isRunning } from "../ledger";
import type { Ledger } from "../ledger";
import type { LedgerEvent, Transition } from "../transition";

/** Migration that a note is about. */
export interface NotedMigration {
  /** With digest. */
  readonly image: string;
  /** `migration.reversible`. */
  readonly reversible: boolean;
}

function noted(
  ledger: Ledger,
  { image, reversible }: NotedMigration,
  change: Partial<DatabaseRecord>,
  event: LedgerEvent,
): Transition | undefined {
  const { attempt } = ledger;
  if (attempt === undefined || !isRunning(ledger) || !sameImage(attempt.image, image)) return undefined;
  return { ledger: { ...ledger, database: { ...recordFor(ledger, attempt, reversible), ...change } }, event };
}

/**
 * Notes the backup from before a migration.
 * @returns undefined where another image is on its way
 */
export function backupNoted(
  ledger: Ledger,
  migration: NotedMigration,
  backup: Backup,
): Transition | undefined {
  const reason = backup.state === "verified" ? "BackupVerified" : "BackupTaken";
  const message = `Backup "${backup.name}" of the database is ${backup.state}`;
  return noted(ledger, migration, { backup }, { type: "Normal", reason, message });
}

/**
 * Notes that a migration begins; a backup that a person named is noted with it.
 * @returns undefined where another image is on its way
 */
export function migrationBegan(
  ledger: Ledger,
  migration: NotedMigration & { readonly namedBackup?: string | undefined },
  nowSeconds: number,
): Transition | undefined {
  const { image, namedBackup: name } = migration;
  const backup = name === undefined ? {} : { backup: { name, state: "named" } as const };
  const change = { ...backup, migration: { state: "begun", atSeconds: nowSeconds } } as const;
  const message = `The migration of ${shortDigest(image)} begins`;
  return noted(ledger, migration, change, { type: "Normal", reason: "MigrationBegan", message });
}

/**
 * Notes that a migration failed or was stopped: part of it may be in the database.
 * @returns undefined where another image is on its way
 */
export function migrationFailed(
  ledger: Ledger,
  migration: NotedMigration,
  nowSeconds: number,
): Transition | undefined {
  const change = { migration: { state: "failed", atSeconds: nowSeconds } } as const;
  const message = `The migration of ${shortDigest(migration.image)} did not end well`;
  return noted(ledger, migration, change, { type: "Warning", reason: "MigrationFailed", message });
}

/** A person's way back, and how far it is. */
export interface WayBackNote {
  readonly way: WayBack;
  readonly state: "begun" | "done" | "failed";
  readonly who: string;
  readonly atSeconds: number;
}

const ends = { begun: "began", done: "is done", failed: "failed" } as const;

/** Notes a person's way back of the database; undefined where no migration is known. */
export function wayBackNoted(ledger: Ledger, note: WayBackNote): Transition | undefined {
  const { database } = ledger;
  if (database === undefined) return undefined;
  const { way, state, who } = note;
  const takenBack = (database.takenBack ?? 0) + (state === "done" ? 1 : 0);
  return {
    ledger: {
      ...ledger,
      database: { ...database, back: note, ...(takenBack === 0 ? {} : { takenBack }) },
    },
    event: {
      type: state === "done" ? "Normal" : "Warning",
      reason: way === "undo" ? "DatabaseUndo" : "DatabaseRestore",
      message: `${way === "undo" ? "Undo" : "Restore"} of the database by ${who} ${ends[state]}`,
    },
  };
}
