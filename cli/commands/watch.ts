import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { parseDuration } from "../../components/core/duration";
import type { AtLimit } from "../../components/core/stage/decide-watch";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

interface WatchFlags extends CommonFlags {
  readonly limit: number;
  readonly atLimit: AtLimit;
  readonly settings?: string;
}

function readLimit(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError("a duration such as 30m or 12h");
  return seconds;
}

/** `sluice watch`: a run watches the canary's traffic where no run does. */
export function watchCommand(): Command {
  return defineCommand({
    name: "watch",
    details:
      "Watches a release between its runs: while one waits for an approval, is paused, held, or has died. Judges the canary's traffic by the same engine, sizes the canary with its load, and puts all traffic on stable where the evidence says so. Raises nothing, takes no lock, and stands by while a run watches; runs go on beside it. Needs neither Pulumi nor its state. Ends when the release is promoted or aborted, or at the limit.",
    examples: [
      ["watch prod", "until the release is over, 12 hours at most"],
      ["watch prod --limit 2h --at-limit stay", "after two hours leave the traffic where it is, exit code 6"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .addOption(new Option("--limit <duration>", "time to watch").argParser(readLimit).default(43_200, "12h"))
    .addOption(
      new Option("--at-limit <action>", "back: traffic that nobody watches goes to stable; stay: it stays")
        .choices(["back", "stay"])
        .default("back"),
    )
    .addOption(
      new Option(
        "--settings <variable>",
        "environment variable with the settings of a watchdog Job; only for the Job",
      ),
    )
    .action((environment: string, flags: WatchFlags) =>
      runCommand(`watch "${environment}"`, flags, async (terminal) => {
        if (flags.settings !== undefined) {
          const { watchAsJob } = require("../watch/watchdog") as typeof import("../watch/watchdog");
          return await watchAsJob(process.env[flags.settings], terminal);
        }
        const { openEnvironment } = require("../environment") as typeof import("../environment");
        const { watch } = require("../watch/watch") as typeof import("../watch/watch");
        const { catchInterruption } = require("../interruption") as typeof import("../interruption");
        const { findPerson } = require("../options/person") as typeof import("../options/person");
        const interruption = catchInterruption();
        const { cwd, org, limit, atLimit } = flags;
        const context = await openEnvironment({
          cwd,
          environment,
          org,
          by: "sluice watch",
          terminal,
          patienceSeconds: 30,
        });
        try {
          const options = { limitSeconds: limit, atLimit, who: findPerson(process.env) };
          return await watch(context, options, interruption.signal);
        } finally {
          context.close();
          interruption.release();
        }
      }),
    );
}
