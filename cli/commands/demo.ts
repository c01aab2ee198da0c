import { Option } from "commander";
import type { Command } from "commander";
import * as path from "node:path";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

interface DemoFlags extends CommonFlags {
  readonly act?: "waf";
  readonly fast?: boolean;
  readonly name: string;
}

/** `sluice demo`: a good and a bad release in a sandbox. */
export function demoCommand(): Command {
  return defineCommand({
    name: "demo",
    details:
      "Starts an empty sandbox, deploys version 1 of the example app, sends 200 requests a second, releases version 2 through every stage, then version 3, which fails and is rolled back by itself. Writes report.md, report.json and releases.svg into out/demo and leaves the sandbox up. With --act waf it goes on there: version 2 gets a firewall by a release, then stricter rules that refuse a search of users go out as a canary and are taken off; its report is in out/demo/waf. Exits 0 only when everything was as it should be.",
    examples: [
      ["demo", "soaks of a minute, about ten minutes in all"],
      ["demo --fast", "short soaks"],
      ["demo --act waf", "the third act, in the sandbox that a demo left behind: two to three minutes"],
    ],
  })
    .option("--fast", "short soaks")
    .addOption(
      new Option("--act <act>", "one more act, in the sandbox that a demo left behind").choices(["waf"]),
    )
    .option(
      "--name <sandbox>",
      "name of the sandbox; without --act a running one is taken down first",
      "demo",
    )
    .action((flags: DemoFlags) =>
      runCommand("play the demo", flags, async (terminal) => {
        const { playDemo, playFirewall } = require("../demo/demo") as typeof import("../demo/demo");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { signal, release } = catchInterruption();
        const folder = path.resolve(flags.cwd, "out", "demo");
        const { name, fast = false, act } = flags;
        const play = act === "waf" ? playFirewall : playDemo;
        try {
          return await play({ name, folder, fast, terminal, signal });
        } finally {
          release();
        }
      }),
    );
}
