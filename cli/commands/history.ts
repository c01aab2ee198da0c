import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

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
        const { describeHistory, explainHistory } =
          require("../../components/core/commands/explain-history") as typeof import("../../components/core/commands/explain-history");
        const choice = { environment, by: "sluice history", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          const ledger = (await context.store.read())?.ledger;
          const history = describeHistory(environment, context.settings.app, ledger);
          return { exitCode: 0, sentence: explainHistory(history), report: { ...history } };
        });
      }),
    );
}
