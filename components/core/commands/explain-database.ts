import type { DatabaseRecord } from "../ledger/database-record";
import type { Ledger } from "../ledger/ledger";
import type { Problem } from "../problem";
import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";

const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Backup in words; "no backup" where none is known. */
export function describeBackup({ backup }: Pick<DatabaseRecord, "backup">): string {
  if (backup === undefined) return "no backup";
  const { name, state, atSeconds } = backup;
  const how = state === "named" ? "named by a person, not seen" : state;
  return `backup "${name}" ${how}${atSeconds === undefined ? "" : ` at ${time(atSeconds)}`}`;
}

const migrated = { begun: "began", ran: "ran", failed: "failed" } as const;
const wayEnds = { begun: "began", done: "is done", failed: "failed" } as const;

/** Last migration, its backup and a way back that was taken, in one line. */
export function describeDatabase(database: DatabaseRecord): string {
  const { attempt, image, reversible, migration, back } = database;
  const ran =
    migration === undefined
      ? "has not begun"
      : `${migrated[migration.state]} at ${time(migration.atSeconds)}`;
  return [
    `migration of attempt ${attempt} (${shortDigest(image)}) ${ran}, ${reversible ? "reversible" : "not reversible"}`,
    describeBackup(database),
    ...(back === undefined
      ? []
      : [`${back.way} by ${back.who} ${wayEnds[back.state]} at ${time(back.atSeconds)}`]),
  ].join("; ");
}

/**
 * Says whether an image that is gone back to runs on the database as it is.
 * @param target - image with digest that is to serve
 * @returns undefined where the image is the one that migrated last, or no migration is known; no way out where nothing is to
 * be done
 */
export function explainDatabase(ledger: Ledger | undefined, target: string | undefined): Problem | undefined {
  const { database, environment } = ledger ?? {};
  if (database?.migration === undefined || target === undefined) return undefined;
  const { attempt, reversible, before, migration, back } = database;
  const image = shortDigest(target);
  const isTakenBack = back?.state === "done";
  if (sameImage(database.image, target))
    return isTakenBack
      ? {
          text: `the migration of ${image} was taken back: it may fail on the database as it is`,
          fix: "a release of it from its commit migrates again",
        }
      : undefined;
  if (isTakenBack)
    return { text: `the migration of attempt ${attempt} was taken back: ${describeDatabase(database)}` };
  const fix = `sluice restore ${environment} says how the database goes back, and starts nothing`;
  const part =
    migration.state === "ran"
      ? `the database stays as attempt ${attempt} migrated it`
      : `part of the migration of attempt ${attempt}, which did not end well, may be in the database`;
  if (before !== undefined && !sameImage(before, target))
    return {
      text: `${part}; whether ${image} runs on it is not known: ${shortDigest(before)} was before it`,
      fix,
    };
  return reversible
    ? { text: `${part}; ${image} runs on it, as sluice:migration.reversible says` }
    : { text: `${part}; nothing says that ${image} runs on it: sluice:migration.reversible is false`, fix };
}
