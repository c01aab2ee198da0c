import type { Command } from "commander";
import { verifyPointNames } from "../../components/core/verify/points";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { readChoice } from "../options/read-choice";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface VerifyFlags extends CommonFlags {
  readonly at: string;
}

const choices = [...verifyPointNames, "all"] as const;

/** `sluice verify`: stable after a release, an abort or a rollback. */
export function verifyCommand(): Command {
  return defineCommand({
    name: "verify",
    details:
      "Looks at stable after a release, an abort or a rollback: its errors since then against the objective and the hour before, slow answers and 4xx against the hour before, the speed at which the budget of sluice:slos burns, growth of memory by cAdvisor, its pods and their restarts, and sluice:checks. Ends in one line: after an abort or rollback whether it recovered, when, or which fact says no. Notes the result in the ledger and tells sluice:notify; moves no traffic, unless sluice:verify.onFail is rollback: then it takes a promoted release back that harms its users, while the version before may run on the database. Exit code 0 where all is fine, 4 where something is wrong, 6 where nobody can tell.",
    examples: [
      ["verify prod --at 15m", "what the first 15 minutes say"],
      ["verify prod --at all --json", "every point that is reached, as JSON"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--at <point>", `time after the end: ${choices.join(", ")}`, "5m")
    .action((environment: string, flags: VerifyFlags) =>
      runCommand(`verify "${environment}"`, flags, async (terminal) => {
        const at = readChoice("verify", "--at", choices, flags.at);
        const { verify } = require("../verify/verify") as typeof import("../verify/verify");
        const { rollback } = require("../rollout/rollback") as typeof import("../rollout/rollback");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const choice = { environment, by: "sluice verify", terminal };
        return await inEnvironment(flags, choice, async (opened) => {
          const { signal, release } = catchInterruption();
          try {
            return await verify(opened, at, async (context) => await rollback(context, { terminal, signal }));
          } finally {
            release();
          }
        });
      }),
    );
}
