import { spawnSync } from "node:child_process";
import { dashboardOf } from "../../../cli/grafana/make-dashboard";
import { toDashboard } from "../../../cli/grafana/to-dashboard";
import { listFleetPanels, listSources } from "../../../components/core/grafana/fleet-panels";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

// Needs no cluster: dashboards in the types that Grafana publishes, each field of them known there.

let program: string;

beforeAll(async () => {
  const tools = await ensureTools({ names: ["grafana-schema"] });
  program = tools.path("grafana-schema");
}, 600_000);

/** Faults that Grafana's types find in a dashboard; empty where there are none. */
function check(dashboard: object): string {
  const { stdout, stderr, status } = spawnSync(program, {
    input: JSON.stringify(dashboard),
    encoding: "utf8",
  });
  if (status !== 0 && stdout === "") throw new Error(stderr);
  return stdout;
}

const slos = "{ availability: { target: 0.999 }, latency: { target: 0.99, within: 300ms } }";
const settings = toSettings(configWith({ slos }), parseStackName("prod"));
const service = dashboardOf(settings).dashboard;
const rates = { counters: [{ selector: "requests{}", failed: ['code="500"'] }], unasked: [] } as const;

test("the dashboard of a service has no field that Grafana does not know, and misses none", () => {
  expect(check(service)).toBe("");
});

test("nor has that of a fleet of several Prometheus", () => {
  const regions = ["eu", "us"].map((environment) => ({
    service: { app: "shop", namespace: "shop", environment },
    rates,
    prometheus: `https://prometheus.${environment}.example.org`,
  }));
  const head = { uid: "sluice-fleet", title: "fleet", tags: ["sluice"], sources: listSources(regions) };
  expect(check(toDashboard(head, listFleetPanels(regions)))).toBe("");
});

test.each([
  ["a field of a panel", { panels: [{ type: "timeseries", legend: true }] }, "legend"],
  [
    "a query",
    {
      panels: [
        {
          type: "timeseries",
          datasource: { type: "prometheus" },
          targets: [{ datasource: { type: "prometheus" }, refId: "A", query: "up" }],
        },
      ],
    },
    "query",
  ],
  ["the time", { time: { start: "now-1h" } }, "start"],
])("%s that Grafana does not know is named", (_, changes, named) => {
  expect(check({ ...service, ...changes })).toContain(named);
});
