import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { isClone } from "../installation";
import { runCommand } from "../run-command";

interface DoctorFlags extends CommonFlags {
  readonly name: string;
}

const machine =
  "Looks at this machine (rights, kernel, control groups, memory, disk, ports, Go, Debian's packages, tools) and at what a release needs";
const release = [
  "doctor release -C deploy",
  "whether a release can be run from the project in deploy",
] as const;

/** `sluice doctor`: check of the tools and settings that a sandbox and a release need. */
export function doctorCommand(): Command {
  return defineCommand({
    name: "doctor",
    details: `${isClone ? machine : "Looks at what a release needs"} (Node, Pulumi, its backend and passphrase, the kubeconfig, the cluster of each environment here): a line each, with what to do. Writes nothing. Exits 2 if something needed is missing.`,
    examples: isClone
      ? [["doctor", "both"], ["doctor sandbox", "whether the demo can run here"], release]
      : [release],
  })
    .argument("[what]", isClone ? "sandbox or release; both where it is left out" : "release")
    .option("--name <sandbox>", "name of the sandbox, for its ports", "sluice")
    .action((what: string | undefined, flags: DoctorFlags) =>
      runCommand("show what is missing", flags, async (terminal) => {
        const { doctor } = require("../doctor/doctor") as typeof import("../doctor/doctor");
        return await doctor({ cwd: flags.cwd, name: flags.name, what }, terminal);
      }),
    );
}
