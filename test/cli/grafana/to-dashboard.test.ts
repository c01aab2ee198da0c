import { toDashboard } from "../../../cli/grafana/to-dashboard";
import { annotationTags } from "../../../components/core/grafana/annotation-tags";
import { listFleetPanels, listSources } from "../../../components/core/grafana/fleet-panels";
import { listPanels } from "../../../components/core/grafana/panels";

const of = (name: string) =>
  ({ counters: [{ selector: `${name}{}`, failed: ['code="500"'] }], unasked: [] }) as const;
const byTrack = { stable: of("s"), canary: of("c") };
const serviceIn = (environment: string) => ({ app: "shop", namespace: "web", environment });

/** Dashboard as it is written: the SDK's objects have functions besides. */
const toWritten = (dashboard: object) =>
  JSON.parse(JSON.stringify(dashboard)) as Readonly<Record<string, unknown>>;

test("a dashboard has its panels in two columns, each with an id of its own and the variable's data source", () => {
  const dashboard = toWritten(
    toDashboard(
      { uid: "sluice-web-shop", title: "shop prod", tags: ["sluice"] },
      listPanels({ service: serviceIn("prod"), rates: of("a"), byTrack }),
    ),
  );
  expect(dashboard).toMatchObject({
    uid: "sluice-web-shop",
    title: "shop prod",
    tags: ["sluice"],
    schemaVersion: 39,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    annotations: { list: [] },
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
  });
  const panels = dashboard["panels"] as {
    id: number;
    gridPos: object;
    targets: object[];
  }[];
  expect(panels.map(({ id, gridPos }) => ({ id, ...gridPos }))).toEqual([
    { id: 1, x: 0, y: 0, w: 12, h: 8 },
    { id: 2, x: 12, y: 0, w: 12, h: 8 },
    { id: 3, x: 0, y: 8, w: 12, h: 8 },
  ]);
  expect(panels[0]).toMatchObject({
    type: "timeseries",
    title: "Requests",
    datasource: { type: "prometheus", uid: "${datasource}" },
    options: { legend: { showLegend: true, placement: "bottom" } },
    fieldConfig: {
      defaults: { unit: "reqps", min: 0 },
      overrides: [
        ["stable", "blue"],
        ["canary", "orange"],
      ].map(([options, fixedColor]) => ({
        matcher: { id: "byName", options },
        properties: [{ id: "color", value: { mode: "fixed", fixedColor } }],
      })),
    },
  });
  expect(panels[0]?.targets).toEqual([
    {
      refId: "A",
      datasource: { type: "prometheus", uid: "${datasource}" },
      expr: "sum(rate(s{}[5m]))",
      legendFormat: "stable",
      range: true,
      instant: false,
    },
    expect.objectContaining({ refId: "B", legendFormat: "canary" }),
  ]);
});

test("a dashboard of several data sources has a variable for each, and one name for each line", () => {
  const many = Array.from({ length: 30 }, (_, nth) => ({
    service: serviceIn(`r${nth}`),
    rates: of("a"),
    prometheus: `p${nth % 2}`,
  }));
  const annotations = annotationTags("shop", "ap");
  const head = { uid: "u", title: "t", tags: [], sources: listSources(many), annotations };
  const dashboard = toWritten(toDashboard(head, listFleetPanels(many))) as {
    templating: { list: { name: string }[] };
    annotations: { list: { target: object }[] };
    panels: { datasource: object; targets: { refId: string; datasource: { uid: string } }[] }[];
  };
  expect(dashboard.templating.list.map(({ name }) => name)).toEqual(["datasource_1", "datasource_2"]);
  const [panel] = dashboard.panels;
  expect(panel?.datasource).toEqual({ type: "datasource", uid: "-- Mixed --" });
  expect(panel?.targets[1]?.datasource.uid).toBe("${datasource_2}");
  const ids = panel?.targets.map(({ refId }) => refId) ?? [];
  expect([ids[25], ids[26], new Set(ids).size]).toEqual(["Z", "AA", 30]);
  expect(dashboard.annotations.list[0]?.target).toEqual({
    type: "tags",
    tags: ["sluice", "app:shop", "environment:ap"],
    matchAny: false,
    limit: 200,
  });
});
