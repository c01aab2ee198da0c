import { duration, flag, list, mapping, oneOf, text, told, whole } from "../fields/field";
import { backupSchema, restoreSchema, undoSchema } from "./database";
import { commandLine, plainEnvironment, secretEnvironment } from "./app";

/** `sluice:migration`: the Job that runs with a new image before any of its pods serves. */
export const migrationSchema = mapping("migration", {
  command: told(
    "entry point in the app's image; left out where hooks of `app.from` are the migration",
    commandLine().optional(),
    "the set's hooks",
  ),
  args: told("its arguments", list(text("be a text", /^/), "be a list of texts", 1).optional(), "none"),
  deadline: told("longest time for all tries together; a hook's own wins", duration("24h").prefault("10m")),
  retries: told("further tries within one `up`; a hook's own `backoffLimit` wins", whole(0, 10).default(0)),
  reversible: told(
    "whether the image before runs on the migrated database; recorded on the Job",
    flag().default(false),
  ),
  /** @default - none */
  backup: backupSchema,
  /** @default - none */
  undo: undoSchema,
  /** @default - none */
  restore: restoreSchema,
  lockTimeout: told(
    "longest time to wait for a lock of the database, in `SLUICE_LOCK_TIMEOUT`: what the command makes of it",
    duration("24h").optional(),
    "none, which a preview names: who waits for a lock makes stable's queries wait behind it",
  ),
  onStableHarmed: told(
    "what happens where stable was well and gets worse while the migration runs: `stop` ends it by SIGTERM and nothing else starts, `hold` only tells",
    oneOf(["stop", "hold"]).default("stop"),
  ),
  /** @default - none */
  cancel: mapping("migration.cancel", {
    command: told(
      "entry point in the app's image that ends what a stopped migration still runs in the database; `cancel` itself may be left out: then it may live on",
      list(text("be a text", /^/), "be a list of texts with at least one", 1),
    ),
  }).optional(),
  env: told("added to `app.env`", plainEnvironment()),
  secretEnv: told("added to `app.secretEnv`", secretEnvironment("migration.secretEnv")),
}).check((context) => {
  const { command, args, env, secretEnv, backup, restore } = context.value;
  if (restore !== undefined && backup === undefined) {
    context.issues.push({
      code: "custom",
      path: ["restore"],
      message: "be left out without migration.backup, which says what it brings back",
      input: restore,
    });
  }
  if (command !== undefined) return;
  const given = { args, env, secretEnv };
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || Object.keys(value).length === 0) continue;
    context.issues.push({
      code: "custom",
      path: [key],
      message: "be left out without command: a hook has its own",
      input: value,
    });
  }
});
