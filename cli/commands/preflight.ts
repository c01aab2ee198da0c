import type { Command } from "commander";
import { checklists } from "../../components/core/preflight/item";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { readChoice } from "../options/read-choice";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface PreflightFlags extends CommonFlags {
  readonly checklist?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly policyPackConfig?: readonly string[];
}

/** `sluice preflight`: go or no-go, right before a release. */
export function preflightCommand(): Command {
  return defineCommand({
    name: "preflight",
    details:
      "Goes through the owner's checklist before a release: every item is go or no-go, with evidence, owner, age and expiry. The command looks at what the machine can see; items that only a person knows wait for sluice sign-off. Exit code 0 for go, 3 for no-go. Moves no traffic; where release.preflight is required the result is noted in the ledger for the gate, else nothing is written. Where sluice:preflight.testAlert is set, each run sends one test alert to the receivers it names. docs/reference/preflight.md lists the items.",
    examples: [
      ["preflight prod", "by the checklist that fits the release"],
      [
        "preflight prod --policy-pack-config policies.json",
        "with signatures, attestations and freeze windows",
      ],
      ["preflight prod --checklist hotfix --markdown preflight.md --html preflight.html", "as files"],
      ["preflight prod --json", "for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--checklist <name>", `${checklists.join(", ")} (default: by release.profile and stages)`)
    .option(
      "--policy-pack-config <file...>",
      "the same as of rollout: its images-signed and freeze are looked at",
    )
    .option("--markdown <file>", "also write it as Markdown")
    .option("--html <file>", "also write a page, everything in one file and without a script")
    .action((environment: string, flags: PreflightFlags) =>
      runCommand(`preflight "${environment}"`, flags, async (terminal) => {
        const checklist =
          flags.checklist === undefined
            ? undefined
            : readChoice("preflight", "--checklist", checklists, flags.checklist);
        const choice = { environment, by: "sluice preflight", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          const { preflight } = require("../preflight/preflight") as typeof import("../preflight/preflight");
          const { html, markdown, policyPackConfig = [] } = flags;
          return await preflight(context, {
            checklist,
            html,
            markdown,
            policyConfig: policyPackConfig,
          });
        });
      }),
    );
}
