import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

/** `sluice rollback`: the release before this one. */
export function rollbackCommand(): Command {
  return defineCommand({
    name: "rollback",
    details:
      "Brings the template, configuration and image back that were promoted before: runs the base stack, stage 100 and the base stack again. Writes nothing into the checkout and says what to revert there, and whether the version that is gone back to runs on the migrated database. The version left behind counts as aborted. Goes on where an earlier run ended. While a release is under way, abort it first; one whose promotion has given stable all traffic may be rolled back. After an abort all traffic is on stable already: it is left only where --to says for which revision, which must not have been rejected since.",
    examples: [
      ["rollback prod", "back to the release before"],
      [
        "rollback prod --to 3f0c91d2ab",
        "back to an older revision, see `sluice history prod`; also after an abort",
      ],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--to <revision>", "revision to go back to (default: the one promoted before)")
    .action((environment: string, flags: CommonFlags & { readonly to?: string }) =>
      runCommand(`roll back "${environment}"`, flags, async (terminal) => {
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { rollback } = require("../rollout/rollback") as typeof import("../rollout/rollback");
        const choice = { environment, by: "sluice rollback", terminal, patienceSeconds: 30 };
        return await inEnvironment(flags, choice, async (context) => {
          const { signal, release } = catchInterruption();
          try {
            return await rollback(context, {
              terminal,
              signal,
              ...(flags.to === undefined ? {} : { to: flags.to }),
            });
          } finally {
            release();
          }
        });
      }),
    );
}
