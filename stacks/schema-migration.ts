import { duration, flag, list, mapping, text, told, whole } from "./field";
import { plainEnvironment, secretEnvironment } from "./schema-app";

/** `sluice:migration`: the Job that runs with a new image before any of its pods serves. */
export const migrationSchema = mapping("migration", {
  command: told(
    "entry point in the app's image",
    list(text("be a text", /^/), "be a list of texts with at least one", 1),
  ),
  args: told("its arguments", list(text("be a text", /^/), "be a list of texts", 1).optional(), "none"),
  deadline: told("longest time for all tries together", duration("24h").prefault("10m")),
  retries: told("further tries within one `up`", whole(0, 10).default(0)),
  reversible: told(
    "whether the image before runs on the migrated database; recorded on the Job",
    flag().default(false),
  ),
  backup: told(
    "what to restore where it is not reversible: the backup's name or place; recorded on the Job",
    text("be a text that names a backup").optional(),
    "none",
  ),
  env: told("added to `app.env`", plainEnvironment()),
  secretEnv: told("added to `app.secretEnv`", secretEnvironment("migration.secretEnv")),
});
