import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { keepWords } from "../options/keep-words";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

/** `sluice retry`: one more attempt for an image that was aborted. */
export function retryCommand(): Command {
  return defineCommand({
    name: "retry",
    details:
      "Begins a new attempt for this checkout's version, which was aborted: evidence starts from zero, the earlier attempt stays listed. Moves no traffic; sluice rollout does.",
    examples: [['retry prod --reason "the database was down"', "then: sluice rollout prod"]],
  })
    .argument("<env>", "environment, for example prod")
    .requiredOption("--reason <text>", "reason for another try; kept in the ledger", keepWords)
    .action((environment: string, flags: CommonFlags & { reason: string }) =>
      runCommand(`retry "${environment}"`, flags, async (terminal) => {
        const { retry } = require("../orders/retry") as typeof import("../orders/retry");
        const choice = { environment, by: "sluice retry", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          return await retry(context, flags.reason);
        });
      }),
    );
}
