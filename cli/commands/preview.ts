import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { PreviewFlags } from "../preview/preview";
import { runCommand } from "../run-command";

/** `sluice preview`: preview of a change, as one comment. */
export function previewCommand(): Command {
  return defineCommand({
    name: "preview",
    details:
      "Runs pulumi preview of every stack that the change affects (base, stages, platform) and reports in one comment what would change, what each stage's gate says now, how long the stages will take, how much of the error budgets the release may use, what the policies refuse and what waiting costs. In a folder with services/*/ those of all services. Changes nothing: the account needs the right to read, and to write as a dry run. A gate that would refuse is data, and does not fail the command; a preview that fails does, and a mandatory policy ends it with 5.",
    examples: [
      ["preview prod --comment -", "every stack of prod, the comment on standard output"],
      ["preview --base origin/main --comment preview.md", "only what the branch affects"],
      ["preview prod --policy-pack policies", "with the policy pack"],
      ["preview --base origin/main --post github", "in a workflow: update the comment in place"],
    ],
  })
    .argument("[env...]", "environments (default: all that have a file)")
    .option("--base <commit>", "preview only stacks that files changed since this commit affect")
    .option(
      "--week",
      "also look how the gates would have decided at this time of each of the last seven days: seven queries for each environment",
    )
    .option("--comment <file>", "write the comment as Markdown, - for standard output")
    .option("--post <forge>", "github or gitlab: create or update the comment on the job's request")
    .option("--key <name>", "distinguishes the comments of several previews on one request", "preview")
    .option("--commit <sha>", "commit that is shown in the comment")
    .option("--policy-pack <folder...>", "passed on to pulumi preview")
    .option("--policy-pack-config <file...>", "passed on to pulumi preview")
    .action((environments: string[], flags: PreviewFlags) =>
      runCommand("preview", flags, async (terminal) => {
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { preview } = require("../preview/preview") as typeof import("../preview/preview");
        const { signal, release } = catchInterruption();
        try {
          return await preview(environments, flags, { terminal, signal });
        } finally {
          release();
        }
      }),
    );
}
