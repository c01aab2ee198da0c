import { duration, flag, list, mapping, text, whole } from "./field";
import { plainEnvironment, secretEnvironment } from "./schema-app";

/** `sluice:migration`: the Job that runs with a new image before any of its pods serves. */
export const migrationSchema = mapping("migration", {
  /** Entry point in the app's image. No default. */
  command: list(text("be a text", /^/), "be a list of texts with at least one", 1),
  args: list(text("be a text", /^/), "be a list of texts", 1).optional(),
  /** Longest time for all tries together. @default "10m" */
  deadline: duration("24h").prefault("10m"),
  /** Further tries after the first. @default 0 */
  retries: whole(0, 10).default(0),
  /** Whether the image before can run on the migrated database; recorded on the Job for people and policies. @default false */
  reversible: flag().default(false),
  /** What to restore where it is not: the backup's name or place, recorded on the Job. @default - none */
  backup: text("be a text that names a backup").optional(),
  /** Added to `app.env`. */
  env: plainEnvironment(),
  /** Added to `app.secretEnv`. */
  secretEnv: secretEnvironment("migration.secretEnv"),
});
