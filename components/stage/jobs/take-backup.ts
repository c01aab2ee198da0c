import type { Backup } from "../../core/ledger/database-record";
import { standingBackup } from "../../core/ledger/database-facts";
import { backupNoted } from "../../core/ledger/transitions/database-transition";
import type { NotedMigration } from "../../core/ledger/transitions/database-transition";
import { RunEnd } from "../../core/run-end";
import type { Session } from "../../session/session";
import { InterruptedError } from "../../traffic/wait";
import { runJob } from "./run-job";
import type { JobEnd, OnceManifest } from "./run-job";

/** A backup that is to be taken before a migration. */
export interface BackupOrder {
  /** As its Jobs get it in `SLUICE_BACKUP`. */
  readonly name: string;
  readonly job: OnceManifest;
  /** Ends well only where the backup is good. */
  readonly verify?: OnceManifest;
  /** Longest time for each of both. */
  readonly deadlineSeconds: number;
}

/** Time for a pod to be scheduled and to go, beside a Job's own deadline. */
const asideSeconds = 120;

/**
 * Saves the database before the first try of a migration. One that stands for the attempt is kept: a later try would save
 * what a failed migration left.
 * @throws {RunEnd} where it fails, or cannot be verified: the migration does not begin
 */
export async function takeBackup(
  session: Session,
  migration: NotedMigration,
  backup: BackupOrder | undefined,
): Promise<void> {
  if (backup === undefined) return;
  const { settings, store, commit, now, say } = session;
  const ledger = (await store.read())?.ledger;
  const standing = standingBackup(ledger);
  const isGood = standing?.state === "verified" || (standing?.state === "taken" && !backup.verify);
  if (isGood || (standing?.name === backup.name && ledger?.database?.migration !== undefined)) {
    say(`backup "${standing?.name}" from before the first try stands`);
    return;
  }
  const { name, job, verify, deadlineSeconds } = backup;
  const note = async (state: Backup["state"]): Promise<void> => {
    await commit((current) => backupNoted(current, migration, { name, state, atSeconds: now() }));
  };
  const run = async (one: OnceManifest, what: string): Promise<JobEnd> => {
    const end = await attemptJob(session, one, deadlineSeconds);
    if (end.isDone) return end;
    throw new RunEnd("unexpected", {
      text: `${what} of the database of "${settings.app}" failed: ${end.words}; the migration did not begin`,
      fix: `the next up takes it again; kubectl -n ${settings.namespace} logs job/${one.metadata.name} has the rest`,
    });
  };
  say(`backup "${name}" of the database begins`);
  await run(job, "Backup");
  await note("taken");
  if (verify !== undefined) {
    await run(verify, `Verification of backup "${name}"`);
    await note("verified");
  }
  say(
    `backup "${name}" of the database is ${verify === undefined ? "taken; nothing verifies it" : "verified"}`,
  );
}

/** Runs a Job; a wait that was in vain is an end like any other. */
async function attemptJob(session: Session, job: OnceManifest, deadlineSeconds: number): Promise<JobEnd> {
  try {
    return await runJob(session, job, deadlineSeconds + asideSeconds);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return { isDone: false, words: (error as Error).message };
  }
}
