import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { verifyPointNames } from "../../components/core/verify/points";
import type { VerifyPoint } from "../../components/core/verify/points";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

interface VerifyFlags extends CommonFlags {
  readonly at: string;
}

const choices: readonly string[] = [...verifyPointNames, "all"];

function readPoint(at: string): VerifyPoint | "all" {
  if (choices.includes(at)) return at as VerifyPoint | "all";
  throw new RunEnd("usage", {
    text: `Cannot run "verify": --at must be ${choices.join(", ")}: got "${at}"`,
    fix: "see sluice verify --help",
  });
}

/** `sluice verify`: stable after a release, an abort or a rollback. */
export function verifyCommand(): Command {
  return defineCommand({
    name: "verify",
    details:
      "Looks at stable after a release, an abort or a rollback: its errors since then against the objective and the hour before, its pods, and sluice:checks. Ends in one line: after an abort or rollback whether it recovered, when, or which fact says no. Notes the result in the ledger and tells sluice:notify; moves no traffic. Exit code 0 where all is fine, 4 where something is wrong, 6 where nobody can tell.",
    examples: [
      ["verify prod --at 15m", "what the first 15 minutes say"],
      ["verify prod --at all --json", "every point that is reached, as JSON"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .option("--at <point>", `time after the end: ${choices.join(", ")}`, "5m")
    .action((environment: string, flags: VerifyFlags) =>
      runCommand(`verify "${environment}"`, flags, async (terminal) => {
        const at = readPoint(flags.at);
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { verify } = require("../verify/verify") as typeof import("../verify/verify");
        const { cwd, org } = flags;
        const context = await openEnvironment({ cwd, environment, org, by: "sluice verify", terminal });
        try {
          return await verify(context, at);
        } finally {
          context.close();
        }
      }),
    );
}
