import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice runbook`: what to do when this service's release goes wrong. */
export function runbookCommand(): Command {
  return defineCommand({
    name: "runbook",
    details:
      "Writes a runbook for this service as Markdown to standard output, with its real names: people and dashboards (sluice:contacts), what is wrong and what to do then, each emergency action as plain kubectl for its router, the steps of a release and its checks. Without its cluster it is written from the file alone. Writes nothing in the cluster.",
    examples: [
      ["runbook prod > RUNBOOK.md", "keep it in the repository"],
      ["runbook prod --json", "as JSON, in markdown"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`write the runbook of "${environment}"`, flags, async (terminal) => {
        const { writeRunbook } =
          require("../runbook/write-runbook") as typeof import("../runbook/write-runbook");
        const { cwd, org, json } = flags;
        const { markdown, ...outcome } = await writeRunbook({
          cwd,
          environment,
          org,
          by: "sluice runbook",
          terminal,
        });
        if (json !== true) process.stdout.write(`${markdown}\n`);
        return outcome;
      }),
    );
}
