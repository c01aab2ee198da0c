import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice rollback`: the release before this one. */
export function rollbackCommand(): Command {
  return defineCommand({
    name: "rollback",
    details:
      "Writes the image that was promoted before into Pulumi.<env>.yaml (to be committed), then runs the base stack, stage 100 and the base stack again. The image left behind counts as aborted. Goes on where an earlier run ended. While a release is under way, abort it first; one whose promotion has given stable all traffic may be rolled back.",
    examples: [["rollback prod", "back to the release before"]],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`roll back "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { rollback } = require("../rollback") as typeof import("../rollback");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          org: flags.org,
          by: "sluice rollback",
          terminal,
          patienceSeconds: 30,
        });
        const { signal, release } = catchInterruption();
        try {
          return await rollback(context, { terminal, signal });
        } finally {
          release();
          context.close();
        }
      }),
    );
}
