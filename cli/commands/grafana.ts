import type { Command } from "commander";
import { exitCodes } from "../../components/core/exit-code";
import { defineCommand } from "../define-command";
import type { CommonFlags } from "../define-command";
import { runCommand } from "../run-command";

/** `sluice grafana`: dashboard of a service and its release. */
export function grafanaCommand(): Command {
  return defineCommand({
    name: "grafana",
    details:
      "Writes a dashboard for Grafana as JSON to standard output: requests and failed requests of both tracks, the canary's share, the error budget where sluice:slos has an objective. Its queries read the counters of the environment's source. From the environment file alone; reads and writes nothing else.",
    examples: [
      ["grafana prod > shop.json", "to import, or for Grafana's folder of dashboards"],
      ["grafana prod --json", "with the queries by panel, for programs"],
    ],
  })
    .argument("<env>", "environment, for example prod")
    .action((environment: string, flags: CommonFlags) =>
      runCommand(`write the dashboard of "${environment}"`, flags, async (terminal) => {
        const { readSettings } = require("../environment") as typeof import("../environment");
        const { listPanels } =
          require("../../components/core/grafana/panels") as typeof import("../../components/core/grafana/panels");
        const { toDashboard } =
          require("../../components/core/grafana/dashboard") as typeof import("../../components/core/grafana/dashboard");
        const { ratesOf, sloRatesOf, trackRatesOf } =
          require("../../components/stage/read-budget") as typeof import("../../components/stage/read-budget");
        const { cwd, org, json } = flags;
        const settings = await readSettings({ environment, by: "sluice grafana", terminal, cwd, org });
        const { app, slos = [] } = settings;
        const panels = listPanels({
          service: settings,
          rates: ratesOf(settings),
          byTrack: trackRatesOf(settings),
          slos: slos.map((slo) => ({ slo, rates: sloRatesOf(settings, slo) })),
        });
        const uid = `sluice-${settings.namespace}-${app}`.slice(0, 40);
        const dashboard = toDashboard({ uid, title: `${app} ${environment}`, tags: ["sluice"] }, panels);
        if (json !== true) process.stdout.write(`${JSON.stringify(dashboard, undefined, 2)}\n`);
        return { exitCode: exitCodes.done, report: { environment, app, dashboard, panels } };
      }),
    );
}
