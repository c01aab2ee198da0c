import type { Command } from "commander";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";
import { demandEnvironment, inEnvironment } from "./in-environment";

interface DashboardFlags extends CommonFlags {
  readonly all?: boolean;
  readonly fleet?: string;
  readonly listen?: string;
  readonly port?: string;
}

/** `sluice dashboard`: the release as a page that follows it. */
export function dashboardCommand(): Command {
  return defineCommand({
    name: "dashboard",
    details:
      "Serves a page on this machine that follows a release: phase, stages, exposure, evidence with plots, the gate of the next stage, timeline, ledger, preflight, history. It only reads: abort, pause and approve stand there as commands to copy. The address that it prints has the key to it; another site, or another user of this machine, gets nothing. While nobody has the page open the cluster is not asked. Ends with Ctrl-C.",
    examples: [
      ["dashboard prod", "one environment"],
      ["dashboard --all", "every environment of this project and of services/*/, each with its page"],
      ["dashboard --fleet global", "the environments of a fleet, wave by wave"],
      ["dashboard prod --port 7000", "at an address that stays, e.g. for ssh -L 7000:127.0.0.1:7000"],
    ],
  })
    .argument("[env]", "environment, for example prod; with --all or --fleet may be left out")
    .option("-a, --all", "every environment of the project in this folder and of those in services/*/")
    .option("--fleet <name>", "every environment of a fleet's file, for example global")
    .option("--port <number>", "port to listen on (default: a free one)")
    .option(
      "--listen <address>",
      "IP address to listen on (default: 127.0.0.1, which only this machine reaches); HTTP is not encrypted",
    )
    .action((environment: string | undefined, flags: DashboardFlags) =>
      runCommand(
        `serve the dashboard of "${environment ?? flags.fleet ?? "all"}"`,
        flags,
        async (terminal) => {
          const { serveDashboard } =
            require("../dashboard/serve-dashboard") as typeof import("../dashboard/serve-dashboard");
          const { environmentPage, listPages } =
            require("../dashboard/pages") as typeof import("../dashboard/pages");
          const { fleet } = flags;
          if (fleet !== undefined && (flags.all === true || environment !== undefined))
            throw new RunEnd("usage", {
              text: `Cannot serve the dashboard of "${fleet}": --fleet must be without ENV and --all: got another as well`,
              fix: "leave them out",
            });
          if (flags.all === true || fleet !== undefined) {
            const pages = await listPages({ cwd: flags.cwd, environment, org: flags.org, fleet }, terminal);
            return await serveDashboard(pages, flags, terminal);
          }
          const choice = {
            environment: demandEnvironment(environment, "dashboard"),
            by: "sluice dashboard",
            terminal,
          };
          return await inEnvironment(flags, choice, async (context) => {
            const page = environmentPage(async () => await Promise.resolve(context));
            return await serveDashboard(new Map([["/", page]]), flags, terminal);
          });
        },
      ),
    );
}
