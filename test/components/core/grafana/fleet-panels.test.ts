import { listFleetPanels, listSources } from "../../../../components/core/grafana/fleet-panels";
import type { Slo } from "../../../../components/core/slo/slo";

const of = (name: string) =>
  ({ counters: [{ selector: `${name}{}`, failed: ['code="500"'] }], unasked: [] }) as const;
const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const region = (environment: string, prometheus: string, more: object = {}) => ({
  service: { app: "shop", namespace: "web", environment },
  rates: of(environment),
  prometheus,
  ...more,
});
const byTrack = { stable: of("s"), canary: of("c") };
const fleet = [
  region("ap", "p1", { byTrack }),
  region("eu", "p2", { byTrack, slos: [{ slo, rates: of("eu") }] }),
  region("eu-2", "p2"),
];

test("a fleet's dashboard has a line for each environment, from the Prometheus that counts it", () => {
  const panels = listFleetPanels(fleet);
  expect(
    panels.map(({ title, lines }) => [title, lines.map(({ name, source }) => `${name} ${source}`)]),
  ).toEqual([
    ["Requests", ["ap datasource_1", "eu datasource_2", "eu-2 datasource_2"]],
    ["Failed requests", ["ap datasource_1", "eu datasource_2", "eu-2 datasource_2"]],
    ["Traffic of the canary", ["ap datasource_1", "eu datasource_2"]],
    ["Error budget left", ["eu: availability datasource_2"]],
  ]);
  expect(panels[0]?.lines[1]?.query).toBe("sum(rate(eu{}[5m]))");
  expect(listSources(fleet)).toEqual([
    { variable: "datasource_1", label: "Prometheus of ap" },
    { variable: "datasource_2", label: "Prometheus of eu, eu-2" },
  ]);
});

test("a panel without a line is left out", () => {
  expect(listFleetPanels([region("ap", "p1")]).map(({ title }) => title)).toEqual([
    "Requests",
    "Failed requests",
  ]);
});
