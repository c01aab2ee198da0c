import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { keepWords } from "../options/keep-words";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

interface SignOffFlags extends CommonFlags {
  readonly evidence?: string;
  readonly as?: string;
}

function readEvidence(text: string | undefined): string | undefined {
  if (text === undefined || /^https?:\/\/[^\s@?]+$/.test(text)) return text;
  throw new RunEnd("usage", {
    text: 'Cannot run "sign-off": --evidence must be an http(s) URL without user and query: got another text',
    fix: "give the address of the page that shows it",
  });
}

/** `sluice sign-off`: a person's answer to items of the preflight. */
export function signOffCommand(): Command {
  return defineCommand({
    name: "sign-off",
    details:
      "Answers items of the preflight that only a person knows, for as long as each counts: for this checkout's version or for the service, as docs/reference/preflight.md says. Noted in the ledger with person, time, expiry and evidence, under the name by which the API server knows who asks; whoever may write the ledger may sign. An item that the machine sees is not overruled by it. Moves no traffic.",
    examples: [
      ["sign-off prod snapshot restore --evidence https://ci.example.org/backup/42", "two items at once"],
      ["sign-off prod on-call --as incident-commander", "with the role"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .argument("<item...>", "items, as sluice preflight names them")
    .option("--evidence <url>", "address of what shows it")
    .option("--as <role>", "role in which you speak, for the record", keepWords)
    .action((environment: string, items: readonly string[], flags: SignOffFlags) =>
      runCommand(`sign off for "${environment}"`, flags, async (terminal) => {
        const evidence = readEvidence(flags.evidence);
        const choice = { environment, by: "sluice sign-off", terminal };
        return await inEnvironment(flags, choice, async (context) => {
          const { signOff } = require("../preflight/sign-off") as typeof import("../preflight/sign-off");
          const { findPerson } = require("../options/person") as typeof import("../options/person");
          const as = flags.as?.trim().replaceAll(/\s+/g, " ");
          return await signOff(context, { items, evidence, as, person: findPerson(process.env) });
        });
      }),
    );
}
