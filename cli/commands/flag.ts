import { Argument } from "commander";
import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import type { Minimum } from "../../stacks/files/minimum";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { keepWords } from "../options/keep-words";
import { minimumChoice, minimumOptions } from "../options/minimum-options";
import { runCommand } from "../run-command";
import { inEnvironment } from "./in-environment";

type FlagFlags = CommonFlags & Minimum & { readonly reason?: string };

type Act = "list" | "off" | "on";

interface Target {
  readonly environment: string;
  /** Absent for a list. */
  readonly wanted?: { readonly act: "off" | "on"; readonly name: string; readonly reason: string };
}

/**
 * Reads the words of the command line.
 * @throws {RunEnd} with exit code 2
 */
function readTarget(act: Act, words: readonly string[], { reason }: FlagFlags): Target {
  const refuse = (text: string, fix: string): never => {
    throw new RunEnd("usage", { text: `Cannot run "flag ${act}": ${text}`, fix });
  };
  const [first = "", second = ""] = words;
  if (act === "list") {
    if (words.length !== 1)
      refuse(`ENV must be all there is: got ${words.length} words`, "sluice flag list ENV");
    return { environment: first };
  }
  if (words.length !== 2)
    refuse(
      `NAME and ENV must be given: got ${words.length} words`,
      `sluice flag ${act} NAME ENV --reason TEXT`,
    );
  const said = reason ?? "";
  if (said === "")
    refuse("--reason must be given: got nothing", `sluice flag ${act} ${first} ${second} --reason TEXT`);
  return { environment: second, wanted: { act, name: first, reason: said } };
}

/** `sluice flag`: flags of the app, and their emergency switch. */
export function flagCommand(): Command {
  const command = defineCommand({
    name: "flag",
    details:
      "Lists the flags of sluice:flags as they are in the cluster, or switches one. off gives everybody the variant of before, the allow list among them, by one guarded write of the ConfigMap that flagd reads; then it makes the kubelets look at once and waits until every flagd answers with it. It needs neither Pulumi nor a checkout, and no pulumi up ends it. on lets the flag be used again, at 0 %: sluice rollout ENV --flag NAME begins with its first step. Person, reason and time are kept with the flag. The same write is printed as one kubectl line.",
    examples: [
      ["flag list prod", "each flag: expiry, owner, who gets it"],
      ['flag off new-search prod --reason "empty results"', "everybody gets the variant of before"],
      ['flag on new-search prod --reason "mended in 4711"', "at 0 %, ready for a rollout"],
      [
        'flag off new-search prod --reason "from my phone" --context prod-eu --app shop --namespace prod',
        "without an environment file",
      ],
    ],
  })
    .addArgument(new Argument("<what>", "list, off or on").choices(["list", "off", "on"]))
    .argument("<name-and-env...>", "for off and on the flag's name; then the environment, for example prod")
    .option(
      "--reason <text>",
      "reason, kept with the flag and in an Event; needed for off and on",
      keepWords,
    );
  return minimumOptions(command).action((act: Act, words: readonly string[], flags: FlagFlags) =>
    runCommand(`run "flag ${act}"`, flags, async (terminal) => {
      const { environment, wanted } = readTarget(act, words, flags);
      const { withUid } = require("../flags/flag-place") as typeof import("../flags/flag-place");
      const minimum = await withUid(flags);
      const choice = { environment, by: `sluice flag ${act}`, terminal, ...minimumChoice(minimum) };
      return await inEnvironment(flags, choice, async (context) => {
        if (wanted === undefined) {
          const { listFlags } = require("../flags/list-flags") as typeof import("../flags/list-flags");
          return await listFlags(context);
        }
        const { switchFlag } = require("../flags/switch-flag") as typeof import("../flags/switch-flag");
        const { findPerson } = require("../options/person") as typeof import("../options/person");
        return await switchFlag(context, { ...wanted, who: findPerson(process.env) });
      });
    }),
  );
}
