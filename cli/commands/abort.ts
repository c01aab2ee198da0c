import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice abort`: all traffic to stable, now. */
export function abortCommand(): Command {
  return defineCommand({
    name: "abort",
    details:
      "Takes all traffic off the canary with one write of the route, then records it and waits up to 10 s until no request reaches the canary. Needs neither Pulumi nor its state nor the lock, and of the environment file only what says where the traffic is. While a release is being promoted, stable's image goes back first. An answer that is lost, 429 and 5xx are tried again for half a minute.",
    examples: [
      ['abort prod --reason "checkout is slow"', "all traffic to stable"],
      ['abort prod --reason "drill" --json', "the same, told as JSON"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .requiredOption("--reason <text>", "why; kept in ledger, route and Event")
    .action((environment: string, flags: CommonFlags & { reason: string }) =>
      runCommand(`abort "${environment}"`, flags, async (terminal) => {
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { abort } = require("../abort") as typeof import("../abort");
        const context = await openEnvironment({
          cwd: flags.cwd,
          environment,
          by: "sluice abort",
          terminal,
          salvage: true,
          patienceSeconds: 30,
        });
        try {
          return await abort(context, flags.reason);
        } finally {
          context.close();
        }
      }),
    );
}
