import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice history`: the attempts of an environment. */
export function historyCommand(): Command {
  return defineCommand({
    name: "history",
    details:
      "Lists the last attempts, newest first: what each changed by name, how it ended and why; then the revisions that sluice rollback --to takes. Writes nothing.",
    examples: [
      ["history prod", "for people"],
      ["history prod --json", "for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`show the history of "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { describeHistory, explainHistory } =
          require("../../components/core/commands/explain-history") as typeof import("../../components/core/commands/explain-history");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          org: flags.org,
          by: "sluice history",
          terminal,
        });
        try {
          const ledger = (await context.store.read())?.ledger;
          const history = describeHistory(environment, context.settings.app, ledger);
          return { exitCode: 0, sentence: explainHistory(history), report: { ...history } };
        } finally {
          context.close();
        }
      }),
    );
}
