import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommandText, CommonFlags } from "../define-command";
import type { Minimum } from "../../stacks/files/minimum";
import { keepWords } from "../options/keep-words";
import { minimumChoice, minimumOptions } from "../options/minimum-options";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

type PauseFlags = CommonFlags & Minimum & { readonly reason: string };

function wordCommand(act: "pause" | "resume", text: CommandText, meaning: string): Command {
  const command = defineCommand(text)
    .argument("<env>", "environment, for example prod")
    .requiredOption("--reason <text>", meaning, keepWords);
  return minimumOptions(command).action((environment: string, flags: PauseFlags) =>
    runCommand(`${act} "${environment}"`, flags, async (terminal) => {
      const { speak } = require("../orders/pause") as typeof import("../orders/pause");
      const { findPerson } = require("../options/person") as typeof import("../options/person");
      const choice = { environment, by: `sluice ${act}`, terminal, ...minimumChoice(flags) };
      return await inEnvironment(flags, choice, async (context) => {
        return await speak(context, act, { who: findPerson(process.env), reason: flags.reason });
      });
    }),
  );
}

/** `sluice pause`: nothing rises until a person resumes it. */
export function pauseCommand(): Command {
  return wordCommand(
    "pause",
    {
      name: "pause",
      details:
        "Keeps the release where it is: no gate opens, no stage passes and stable does not roll until sluice resume. A run that soaks judges on and may still abort, and sluice rollout waits. One write of the ledger from any machine: it needs neither Pulumi nor its state nor the lock, and moves no traffic. Ends with its attempt.",
      examples: [
        ['pause prod --reason "the shop has a sale"', "nothing rises from here on"],
        [
          'pause prod --reason "from my phone" --context prod-eu --uid 5e0a34c2 --app shop --namespace prod',
          "without an environment file",
        ],
      ],
    },
    "why; kept in ledger and Event, named by each refusal",
  );
}

/** `sluice resume`: the end of a pause. */
export function resumeCommand(): Command {
  return wordCommand(
    "resume",
    {
      name: "resume",
      details:
        "Ends a pause. Raises nothing itself: a run that waits goes on, otherwise sluice rollout does. Anybody who may write the ledger may end anybody's pause.",
      examples: [['resume prod --reason "the sale is over"', "then: sluice rollout prod, where none waits"]],
    },
    "why it may go on; kept in ledger and Event",
  );
}
