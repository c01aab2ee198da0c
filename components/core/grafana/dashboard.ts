import type { Panel } from "./panels";

/** Version of Grafana's dashboard format: that of Grafana 10 and later. */
const schemaVersion = 39;

/** Half of Grafana's grid of 24 columns. */
const width = 12;
const height = 8;

/** Colors that the tracks have everywhere in Sluice. */
const colors: Readonly<Record<string, string>> = { stable: "blue", canary: "orange" };

/**
 * Dashboard of a service as Grafana imports it; its data source is a variable, so that it fits every installation.
 * @param uid - at most 40 characters; an import with the same one replaces the dashboard
 */
export function toDashboard(
  { uid, title, tags }: { readonly uid: string; readonly title: string; readonly tags: readonly string[] },
  panels: readonly Panel[],
): Readonly<Record<string, unknown>> {
  const datasource = { type: "prometheus", uid: "${datasource}" };
  return {
    uid,
    title,
    tags,
    schemaVersion,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
    panels: panels.map(({ title: name, description, unit, lines }, nth) => ({
      id: nth + 1,
      type: "timeseries",
      title: name,
      description,
      datasource,
      gridPos: { x: (nth % 2) * width, y: Math.floor(nth / 2) * height, w: width, h: height },
      fieldConfig: {
        defaults: { unit, min: 0 },
        overrides: lines
          .filter((line) => colors[line.name] !== undefined)
          .map((line) => ({
            matcher: { id: "byName", options: line.name },
            properties: [{ id: "color", value: { mode: "fixed", fixedColor: colors[line.name] } }],
          })),
      },
      targets: lines.map((line, index) => ({
        refId: String.fromCodePoint(65 + index),
        datasource,
        expr: line.query,
        legendFormat: line.name,
        range: true,
      })),
    })),
  };
}
