import type { Panel } from "./panels";

/** Version of Grafana's dashboard format: that of Grafana 10 and later. */
const schemaVersion = 39;

/** Half of Grafana's grid of 24 columns. */
const width = 12;
const height = 8;

/** Colors that the tracks have everywhere in Sluice. */
const colors: Readonly<Record<string, string>> = { stable: "blue", canary: "orange" };

/** Head of a dashboard. */
export interface DashboardHead {
  /** At most 40 characters; an import with the same one replaces the dashboard. */
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** Tags that annotations of its releases have, all of them. @default none are shown */
  readonly annotations?: readonly string[];
  /** Variables of its data sources. @default one, "datasource" */
  readonly sources?: readonly { readonly variable: string; readonly label: string }[];
}

/** Marks of releases, which `sluice:notify.grafana` writes. */
const toAnnotation = (tags: readonly string[]) => ({
  name: "Releases",
  datasource: { type: "grafana", uid: "-- Grafana --" },
  enable: true,
  iconColor: "purple",
  target: { type: "tags", tags, matchAny: false, limit: 200 },
});

const usualSource = { variable: "datasource", label: "Prometheus" };

const toDatasource = (variable: string) => ({ type: "prometheus", uid: `\${${variable}}` });

/** Dashboard as Grafana imports it; its data sources are variables, so that it fits every installation. */
export function toDashboard(
  head: DashboardHead,
  panels: readonly Panel[],
): Readonly<Record<string, unknown>> {
  const { uid, title, tags, annotations, sources = [usualSource] } = head;
  const datasources = sources.map(({ variable }) => toDatasource(variable));
  return {
    uid,
    title,
    tags,
    schemaVersion,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    // Grafana's types ask for the list.
    annotations: { list: annotations === undefined ? [] : [toAnnotation(annotations)] },
    templating: {
      list: sources.map(({ variable, label }) => ({
        name: variable,
        label,
        type: "datasource",
        query: "prometheus",
      })),
    },
    panels: panels.map(({ title: name, description, unit, lines }, nth) => ({
      id: nth + 1,
      type: "timeseries",
      title: name,
      description,
      datasource: datasources.length > 1 ? { type: "datasource", uid: "-- Mixed --" } : datasources[0],
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
        refId: `${index < 26 ? "" : String.fromCodePoint(64 + Math.floor(index / 26))}${String.fromCodePoint(65 + (index % 26))}`,
        datasource: toDatasource(line.source ?? usualSource.variable),
        expr: line.query,
        legendFormat: line.name,
        range: true,
      })),
    })),
  };
}
