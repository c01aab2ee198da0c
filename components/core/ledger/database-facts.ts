import { sameImage } from "../workload/image";
import type { Backup, DatabaseRecord } from "./database-record";
import { isRunning } from "./ledger";
import type { Attempt, Ledger } from "./ledger";

/** Whether what an image's migration made is not in the database any more: it runs again with the image. */
export function isTakenBack(ledger: Ledger, image: string): boolean {
  const { database } = ledger;
  return database?.back?.state === "done" && sameImage(database.image, image);
}

/** Times that migrations of an image were taken back, as far as it is known. */
export function timesTakenBack(ledger: Ledger | undefined, image: string): number {
  const { database } = ledger ?? {};
  return database !== undefined && sameImage(database.image, image) ? (database.takenBack ?? 0) : 0;
}

/** Record of the database for the attempt under way: a new one where the last belongs to another, or was taken back. */
export function recordFor(ledger: Ledger, attempt: Attempt, reversible: boolean): DatabaseRecord {
  const { database } = ledger;
  const { number, image, revision, previousImage: before } = attempt;
  if (database?.attempt === number && database.back?.state !== "done") return { ...database, reversible };
  const takenBack = timesTakenBack(ledger, image);
  return {
    attempt: number,
    image,
    reversible,
    ...(revision === undefined ? {} : { revision }),
    ...(before === undefined ? {} : { before }),
    ...(takenBack === 0 ? {} : { takenBack }),
  };
}

/** Backup of the attempt under way that stands: another one would have what a migration has made of the database. */
export function standingBackup(ledger: Ledger | undefined): Backup | undefined {
  const { attempt, database } = ledger ?? {};
  if (ledger === undefined || attempt === undefined || !isRunning(ledger)) return undefined;
  const isOurs = database?.attempt === attempt.number && database.back?.state !== "done";
  return isOurs ? database.backup : undefined;
}
