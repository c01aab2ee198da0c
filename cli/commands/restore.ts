import * as path from "node:path";
import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

type RestoreFlags = CommonFlags & { readonly confirm?: string; readonly undo?: boolean };

/** `sluice restore`: the database as it was before the last migration. */
export function restoreCommand(): Command {
  return defineCommand({
    name: "restore",
    details:
      "Takes the database back to what it was before the last migration, by the command of `sluice:migration.restore` (with --undo by that of `sluice:migration.undo`), as a Job in the container of the revision that migrated. Says first what is overwritten, and does nothing without the app's name. Nothing but a person's command starts it: no release, abort or rollback does. Refused while a release is under way, unless its migration failed. It has the release's lock, moves no traffic and starts no pod of the app; run again after an interruption it goes on.",
    examples: [
      ["restore prod", "say what would be overwritten, and do nothing"],
      ["restore prod --confirm shop", "bring the backup from before the last migration back"],
      ["restore prod --undo --confirm shop", "undo the last migration, without the backup"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--confirm <app>", "the app's name: what is overwritten was read")
    .option("--undo", "undo the migration by its own command instead of bringing the backup back")
    .action((environment: string, flags: RestoreFlags) =>
      runCommand(`restore "${environment}"`, flags, async (terminal) => {
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { loadStack } = require("../../stacks/load") as typeof import("../../stacks/load");
        const { restore } = require("../orders/restore") as typeof import("../orders/restore");
        const { findPerson } = require("../options/person") as typeof import("../options/person");
        const choice = { environment, by: "sluice restore", terminal, patienceSeconds: 30 };
        return await inEnvironment(flags, choice, async (context) => {
          const plan = await loadStack(path.resolve(context.root), context.settings.environment);
          const { signal, release } = catchInterruption();
          try {
            return await restore(context, {
              way: flags.undo === true ? "undo" : "restore",
              confirm: flags.confirm,
              who: findPerson(process.env),
              plan,
              signal,
            });
          } finally {
            release();
          }
        });
      }),
    );
}
