import { isTakenBack } from "../ledger/database-facts";
import { isRunning } from "../ledger/ledger";
import type { Ledger } from "../ledger/ledger";
import type { Problem } from "../problem";
import type { Version } from "../revision/version";
import { sameImage } from "../workload/image";
import { shortDigest } from "../workload/short-digest";
import type { ReleaseFacts } from "./release-facts";

/** Facts about an image's migration. */
export type MigrationQuestion = Pick<ReleaseFacts, "migration"> & {
  readonly ledger: Ledger;
  /** The last promoted version. */
  readonly last: Version;
};

/** Whether a migration runs, and what a person should know of it. */
export interface MigrationAnswer {
  readonly migrate: boolean;
  readonly told?: Problem;
}

const byHand = "where they are needed, release a new image, or run them by hand";

/**
 * Whether the migration of an image runs: where the image was never promoted, or is stable's and its migration has
 * commands that never ran with it, or was taken back by a person. On the way back to an earlier image none runs: the database is ahead of it.
 */
export function judgeMigration(question: MigrationQuestion, image: string): MigrationAnswer {
  const { ledger, migration, last } = question;
  const isGoingBack = ledger.attempt?.kind === "rollback" && isRunning(ledger);
  if (isTakenBack(ledger, image) && !isGoingBack) return { migrate: true };
  const record = ledger.migrated?.find((one) => sameImage(one.image, image));
  const wasPromoted = record !== undefined || ledger.promoted.some((one) => sameImage(one.image, image));
  if (!wasPromoted) return { migrate: true };
  if (migration === undefined || record?.ran.includes(migration.key) === true) return { migrate: false };
  const { name } = migration;
  const short = shortDigest(image);
  const none = (why: string): MigrationAnswer => ({
    migrate: false,
    told: { path: name, text: `${name} does not run with ${short}: ${why}`, fix: byHand },
  });
  if (record === undefined || record.ran.length === 0) {
    return none("the image was promoted before, and the commands that ran with it are not recorded");
  }
  if (!sameImage(image, last.image)) {
    return none("the image was promoted before stable's, and the database is ahead of it");
  }
  return {
    migrate: true,
    told: {
      path: name,
      text: `${name} runs with ${short} once more: it has commands that never ran with it`,
    },
  };
}

/** Commands of a migration that wait for a release, where nothing else is to be released; undefined where none do. */
export function explainWaiting(question: MigrationQuestion): Problem | undefined {
  const { migrate, told } = judgeMigration(question, question.last.image);
  if (!migrate || told === undefined) return undefined;
  return {
    path: told.path as string,
    text: `${told.path} changed and does not run by itself: it runs with the next release`,
    fix: byHand,
  };
}

/**
 * Commands of a migration that changed after they ran for the attempt under way.
 * @param isPast - pods of the attempt had traffic: nothing migrates beside them
 */
export function explainChanged(
  { ledger, migration }: MigrationQuestion,
  isPast: boolean,
): Problem | undefined {
  const ran = ledger.attempt?.migration;
  if (ran === undefined || migration === undefined || ran === migration.key) return undefined;
  const { name } = migration;
  const text = `${name} changed after it ran for attempt ${ledger.attempt?.number}`;
  return isPast
    ? {
        path: name,
        text: `${text}: it does not run again beside pods with traffic, but with the next release`,
        fix: byHand,
      }
    : { path: name, text: `${text}: it runs once more` };
}
