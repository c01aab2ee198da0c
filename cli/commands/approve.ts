import { Option } from "commander";
import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { keepWords } from "../options/keep-words";
import { runCommand } from "../run-command";

interface ApproveFlags extends CommonFlags {
  readonly stage: string;
  readonly reason: string;
  readonly as?: string;
  readonly waive: readonly string[];
}

/** `sluice approve`: a person's word that a stage may be reached. */
export function approveCommand(): Command {
  return defineCommand({
    name: "approve",
    details:
      "Approves a stage that asks for it (sluice:stages[].approval), for 24 h. Noted in the ledger with attempt, version, stage and a digest of the settings, under the name by which the API server knows who asks; whoever may write the ledger may approve. Void after a hold, a retry, another version or a changed setting. Raises nothing itself. For a hotfix (sluice:release.profile) it may waive checks of the gate by name, on record: preflight, and what sluice:checks ask of others than the canary; nothing else of the gate.",
    examples: [
      ['approve prod --stage 20 --reason "looks well"', "then: sluice rollout prod"],
      ['approve prod --stage 20 --as incident-commander --reason "INC-12"', "with the role"],
      [
        'approve prod --stage 20 --as incident-commander --waive checks --reason "INC-12: window closed"',
        "a hotfix that does not wait for sluice:checks",
      ],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .requiredOption("--stage <weight>", "stage, by the end of its stack's name, e.g. 20")
    .requiredOption("--reason <text>", "why; kept in ledger and Event", keepWords)
    .option("--as <role>", "role in which you speak, for the record", keepWords)
    .addOption(
      new Option("--waive <check>", "hotfix: check of the gate that this stage does not wait for; repeatable")
        .argParser((value: string, before: readonly string[]) => [...before, value])
        .default([], "none"),
    )
    .action((environment: string, flags: ApproveFlags) =>
      runCommand(`approve "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { approve } = require("../orders/approve") as typeof import("../orders/approve");
        const { findPerson } = require("../options/person") as typeof import("../options/person");
        const { cwd, org, stage, reason, as, waive: waives } = flags;
        const context = await openEnvironment({ cwd, environment, org, by: "sluice approve", terminal });
        try {
          const word = { stage, reason, waives, person: findPerson(process.env) };
          return await approve(context, { ...word, ...(as === undefined ? {} : { as }) });
        } finally {
          context.close();
        }
      }),
    );
}
