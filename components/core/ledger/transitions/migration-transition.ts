import { sameImage } from "../../workload/image";
import { shortDigest } from "../../workload/short-digest";
import { isRunning } from "../ledger";
import type { Attempt, Ledger, Migrated } from "../ledger";
import type { Transition } from "../transition";

/** Most images, and most commands of one, that are remembered. */
const most = { images: 100, commands: 10 };

/** Migration that ran to its end. */
export interface RanMigration {
  /** With digest. */
  readonly image: string;
  /** Key of its commands. */
  readonly key: string;
}

/**
 * Notes on the attempt which commands migrated for it.
 * @returns undefined where that is noted, or another image is on its way
 */
export function migrationRan(
  ledger: Ledger,
  { image, key }: RanMigration,
  nowSeconds: number,
): Transition | undefined {
  const { attempt, database } = ledger;
  if (attempt === undefined || !isRunning(ledger) || !sameImage(attempt.image, image)) return undefined;
  const begun =
    database?.attempt === attempt.number && database.migration?.state !== "ran" ? database : undefined;
  if (attempt.migration === key && begun === undefined) return undefined;
  const migration = { state: "ran", atSeconds: nowSeconds } as const;
  return {
    ledger: {
      ...ledger,
      attempt: { ...attempt, migration: key },
      ...(begun === undefined ? {} : { database: { ...begun, migration } }),
    },
    event: { type: "Normal", reason: "Migrated", message: `The migration of ${shortDigest(image)} ran` },
  };
}

/** Images that were promoted, with the commands that migrated for them, and one attempt more; oldest first. */
export function withMigrated(
  migrated: readonly Migrated[],
  { image, migration }: Pick<Attempt, "image" | "migration">,
): readonly Migrated[] {
  const before = migrated.find((one) => sameImage(one.image, image));
  const ran = (before?.ran ?? []).filter((one) => one !== migration);
  const now = migration === undefined ? ran : [...ran, migration].slice(-most.commands);
  return [...migrated.filter((one) => one !== before), { image, ran: now }].slice(-most.images);
}
