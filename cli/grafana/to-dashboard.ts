import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { VizLegendOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DatasourceVariableBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { AnnotationTarget, Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Line, Panel } from "../../components/core/grafana/panels";

/** Version of Grafana's dashboard format: that of Grafana 10 and later; the SDK would write that of Grafana 12. */
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

/** Grafana's own store of annotations, asked by tags that they all have; the SDK has its shape and no builder of it. */
const askAnnotations = (tags: readonly string[]): Builder<Dataquery> => {
  const target: AnnotationTarget = { type: "tags", tags: [...tags], matchAny: false, limit: 200 };
  return { build: () => Object.assign(target, { _implementsDataqueryVariant: () => undefined }) };
};

/** Marks of releases, which `sluice:notify.grafana` writes. */
const toAnnotation = (tags: readonly string[]): AnnotationQueryBuilder =>
  new AnnotationQueryBuilder()
    .name("Releases")
    .datasource({ type: "grafana", uid: "-- Grafana --" })
    .iconColor("purple")
    .target(askAnnotations(tags));

const usualSource = { variable: "datasource", label: "Prometheus" };

const toDatasource = (variable: string): DataSourceRef => ({ type: "prometheus", uid: `\${${variable}}` });

/** Stands for a source of its own in each line. */
const severalSources: DataSourceRef = { type: "datasource", uid: "-- Mixed --" };

/** Id of a line in its plot: A to Z, AA to AZ, BA and so on. */
function toRefId(index: number): string {
  const first = index < 26 ? "" : String.fromCodePoint(64 + Math.floor(index / 26));
  return `${first}${String.fromCodePoint(65 + (index % 26))}`;
}

const toQuery = ({ name, query, source = usualSource.variable }: Line, index: number): DataqueryBuilder =>
  new DataqueryBuilder()
    .refId(toRefId(index))
    .datasource(toDatasource(source))
    .expr(query)
    .legendFormat(name)
    .range();

function toPlot(
  { title, description, unit, lines }: Panel,
  nth: number,
  source: DataSourceRef,
): PanelBuilder {
  const plot = new PanelBuilder()
    .id(nth + 1)
    .title(title)
    .description(description)
    .datasource(source)
    .span(width)
    .height(height)
    .unit(unit)
    .min(0)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .targets(lines.map(toQuery));
  for (const { name } of lines) {
    const fixedColor = colors[name];
    if (fixedColor !== undefined)
      plot.overrideByName(name, [{ id: "color", value: { mode: "fixed", fixedColor } }]);
  }
  return plot;
}

/** Dashboard as Grafana imports it; its data sources are variables, so that it fits every installation. */
export function toDashboard(head: DashboardHead, panels: readonly Panel[]): Dashboard {
  const { uid, title, tags, annotations, sources = [usualSource] } = head;
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .tags([...tags])
    .refresh("10s")
    .time({ from: "now-1h", to: "now" })
    // Grafana's types ask for the list, also where it is empty.
    .annotations(annotations === undefined ? [] : [toAnnotation(annotations)])
    .variables(
      sources.map(({ variable, label }) =>
        new DatasourceVariableBuilder(variable).label(label).type("prometheus"),
      ),
    );
  const [only = usualSource] = sources;
  const source = sources.length > 1 ? severalSources : toDatasource(only.variable);
  for (const [nth, panel] of panels.entries()) dashboard.withPanel(toPlot(panel, nth, source));
  return { ...dashboard.build(), schemaVersion };
}
