import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { demandEnvironment, inEnvironment } from "./in-environment";

interface StatusFlags extends CommonFlags {
  readonly watch?: boolean;
  readonly all?: boolean;
  readonly fleet?: string;
}

function demandOnly({ watch }: StatusFlags, got: string, more: boolean): void {
  if (watch !== true && !more) return;
  const rule = more ? `${got} must be alone` : "--watch must be for one environment";
  throw new RunEnd("usage", {
    text: `Cannot run "status": ${rule}: got ${more ? "more" : got}`,
    fix: "leave one of both out",
  });
}

/** `sluice status`: state of the release. */
export function statusCommand(): Command {
  return defineCommand({
    name: "status",
    details:
      "Shows phase, images, weight (ledger, live, observed), every stage's verdict, what is left of the error budgets, the holder of the lock, problems and the next commands. Writes nothing.",
    examples: [
      ["status prod", "for people"],
      ["status prod --json", "for programs"],
      ["status prod --watch", "a view that changes in place, until Ctrl-C"],
      ["status --all", "a line for every environment of this project and of services/*/"],
      ["status --all prod", "the environment prod of each"],
      ["status --fleet global", "where each environment of a fleet stands"],
    ],
  })
    .argument("[env]", "environment, for example prod; with --all may be left out")
    .option("-a, --all", "every environment of the project in this folder and of those in services/*/")
    .option("--fleet <name>", "the environments that Pulumi.NAME.yaml has in waves")
    .option(
      "-w, --watch",
      "watch until Ctrl-C: a view on a terminal, elsewhere the status at each change; with --json a line per change",
    )
    .action((environment: string | undefined, flags: StatusFlags) =>
      runCommand(`show the status of "${environment ?? flags.fleet ?? "all"}"`, flags, async (terminal) => {
        if (flags.fleet !== undefined) {
          demandOnly(flags, "--fleet", environment !== undefined || flags.all === true);
          const { showFleet } = require("../fleet/show-fleet") as typeof import("../fleet/show-fleet");
          return await showFleet(flags.fleet, { cwd: flags.cwd, org: flags.org }, terminal);
        }
        if (flags.all === true) {
          demandOnly(flags, "--all", false);
          const { showAll } = require("../services/status-all") as typeof import("../services/status-all");
          return await showAll({ cwd: flags.cwd, environment, org: flags.org }, terminal);
        }
        const { showStatus } = require("../watch/show-status") as typeof import("../watch/show-status");
        const choice = {
          environment: demandEnvironment(environment, "status"),
          by: "sluice status",
          terminal,
        };
        return await inEnvironment(flags, choice, async (context) => {
          return await showStatus(context, terminal, flags.watch ?? false);
        });
      }),
    );
}
