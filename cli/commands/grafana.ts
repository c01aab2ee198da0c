import type { Command } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import type { MadeDashboard } from "../grafana/make-dashboard";
import { runCommand } from "../run-command";

interface GrafanaFlags extends CommonFlags {
  readonly fleet?: string;
}

const write = ({ json }: GrafanaFlags, { dashboard }: MadeDashboard): void => {
  if (json !== true) process.stdout.write(`${JSON.stringify(dashboard, undefined, 2)}\n`);
};

/** `sluice grafana`: dashboard of a service and its release, or of a fleet. */
export function grafanaCommand(): Command {
  return defineCommand({
    name: "grafana",
    details:
      "Writes a dashboard for Grafana as JSON to standard output: requests and failed requests of both tracks, the canary's share, the error budgets where sluice:slos has objectives. Its queries read the counters of the environment's source. With --fleet it has a line for each environment of sluice:waves, and a data source for each Prometheus. The transitions that sluice:notify.grafana writes are its annotations. From the environment files alone; reads and writes nothing else.",
    examples: [
      ["grafana prod > shop.json", "to import, or for Grafana's folder of dashboards"],
      ["grafana --fleet global > global.json", "all regions side by side"],
      ["grafana prod --json", "with the queries by panel, for programs"],
    ],
  })
    .argument("[env]", "environment, for example prod; left out with --fleet")
    .option("--fleet <name>", "the environments of a fleet's file, for example global")
    .action((environment: string | undefined, flags: GrafanaFlags) =>
      runCommand(`write the dashboard of "${environment ?? flags.fleet ?? ""}"`, flags, async (terminal) => {
        const { cwd, org, fleet } = flags;
        const { dashboardOf, fleetDashboardOf } =
          require("../grafana/make-dashboard") as typeof import("../grafana/make-dashboard");
        if (fleet !== undefined && environment === undefined) {
          const made = await fleetDashboardOf(cwd, fleet);
          write(flags, made);
          return { exitCode: exitCodes.done, report: { fleet, ...made } };
        }
        if (environment === undefined || fleet !== undefined)
          throw new RunEnd("usage", {
            text: `Cannot write a dashboard: ENV or --fleet NAME must be given: got ${fleet === undefined ? "neither" : "both"}`,
            fix: "name one of them",
          });
        const { readSettings } = require("../environment") as typeof import("../environment");
        const settings = await readSettings({ environment, by: "sluice grafana", terminal, cwd, org });
        const made = dashboardOf(settings);
        write(flags, made);
        return { exitCode: exitCodes.done, report: { environment, app: settings.app, ...made } };
      }),
    );
}
