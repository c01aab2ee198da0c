import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import type { Minimum } from "../../stacks/files/minimum";
import { keepWords } from "../options/keep-words";
import { minimumChoice, minimumOptions } from "../options/minimum-options";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface AbortFlags extends CommonFlags, Minimum {
  readonly reason: string;
}

/** `sluice abort`: all traffic to stable, now. */
export function abortCommand(): Command {
  const command = defineCommand({
    name: "abort",
    details:
      "Takes all traffic off the canary with one write of the route, then records it and waits up to 10 s until no request reaches the canary. Needs neither Pulumi nor its state nor the lock, and of the environment file only cluster, app and route. While a release is being promoted and the canary has 100 or 50 %, stable's image goes back first; at 0 % only sluice rollback goes back. An answer that is lost, 429 and 5xx are tried again for half a minute.",
    examples: [
      ['abort prod --reason "checkout is slow"', "all traffic to stable"],
      ['abort prod --reason "drill" --json', "the same, as JSON"],
      [
        'abort prod --reason "no file here" --context prod-eu --uid 5e0a34c2 --app shop --namespace prod',
        "without an environment file",
      ],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .requiredOption("--reason <text>", "why; kept in ledger, route and Event", keepWords);
  return minimumOptions(command).action((environment: string, flags: AbortFlags) =>
    runCommand(`abort "${environment}"`, flags, async (terminal) => {
      const { abort } = require("../abort/abort") as typeof import("../abort/abort");
      const choice = { environment, by: "sluice abort", terminal, ...minimumChoice(flags) };
      return await inEnvironment(flags, choice, async (context) => {
        return await abort(context, flags.reason);
      });
    }),
  );
}
