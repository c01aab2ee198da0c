import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

/** `sluice eject`: a service that was taken over becomes plain again. */
export function ejectCommand(): Command {
  return defineCommand({
    name: "eject",
    details:
      "Gives a service that was taken over back, or goes back from the middle of a takeover: the Deployment of before gets the version that stable has, and as many pods; once they are ready the Services lead to them again, and after the drain stable has none. The route loses the canary and the probe rules; the budget takes its pods again. Nothing of yours is removed, and no request fails. Refused while a release is under way. A second run goes on where the first was ended.",
    examples: [["eject prod", "then: pulumi destroy -s prod removes what is left of Sluice"]],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`eject "${environment}"`, flags, async (terminal) => {
        const { eject } = require("../orders/eject") as typeof import("../orders/eject");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const interruption = catchInterruption();
        try {
          const choice = { environment, by: "sluice eject", terminal };
          return await inEnvironment(flags, choice, async (context) => await eject(context, interruption));
        } finally {
          interruption.release();
        }
      }),
    );
}
