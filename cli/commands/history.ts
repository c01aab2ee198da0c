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
      "Lists the last attempts, newest first: the changes of each by name, its end and the reason; how many of those that evidence ended were stopped before users noticed (the share of all requests that failed in that stage kept the objective); then the revisions that sluice rollback --to takes. Writes nothing.",
    examples: [
      ["history prod", "for people"],
      ["history prod --json", "for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`show the history of "${environment}"`, flags, async (terminal) => {
        const { describeHistory, explainHistory, listAborted } =
          require("../../components/core/commands/explain-history") as typeof import("../../components/core/commands/explain-history");
        const choice = { environment, by: "sluice history", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          const ledger = (await context.store.read())?.ledger;
          const { readRecord } =
            require("../../components/ledger/attempt-records") as typeof import("../../components/ledger/attempt-records");
          const { settings, cluster } = context;
          const aborted = listAborted(describeHistory(environment, settings.app, ledger));
          const read = await Promise.all(
            aborted.map(async (number) => await readRecord(cluster, settings, number)),
          );
          const records = read.flatMap((one) => (one === undefined || "problem" in one ? [] : [one]));
          const history = describeHistory(environment, settings.app, ledger, records);
          return { exitCode: 0, sentence: explainHistory(history), report: { ...history } };
        });
      }),
    );
}
