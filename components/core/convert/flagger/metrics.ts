import { asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import type { Bound } from "../condition";
import { below, beside, exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { findObject } from "../input";
import type { InputObject } from "../input";
import { toMeasure, toOneLine } from "../measure";
import type { Measure } from "../measure";
import { toPrometheusAddress } from "../prometheus-address";

/** Result of mapping the metrics of a Canary. */
export interface MappedMetrics {
  readonly measures: readonly (Partial<Measure> & {
    readonly address?: string;
    readonly hadCredentials?: boolean;
  })[];
  readonly fates: readonly Fate[];
  readonly templates: ReadonlyMap<InputObject, readonly Fate[]>;
}

interface MappedOne extends Partial<Measure> {
  readonly address?: string;
  readonly hadCredentials?: boolean;
  /** Below the metric. */
  readonly fates: readonly Fate[];
  readonly template?: readonly [InputObject, readonly Fate[]];
}

function readBounds(metric: JsonObject): readonly Bound[] {
  const range = asObject(metric["thresholdRange"]);
  const bound = (value: unknown, direction: Bound["direction"]): readonly Bound[] =>
    typeof value === "number" ? [{ direction, limit: value, isStrict: false }] : [];
  return [
    ...bound(range["min"], "atLeast"),
    ...bound(range["max"], "atMost"),
    // The oldest form: of a query the most, of the success rate the least.
    ...bound(metric["threshold"], metric["name"] === "request-success-rate" ? "atLeast" : "atMost"),
  ];
}

const common: readonly Fate[] = [
  unused("name", "name of the metric"),
  near("interval", "counted from tick to tick (sluice:analysis.interval)"),
];

function mapSuccess(least: number): MappedOne {
  const errorRatio = Number((1 - least / 100).toFixed(6));
  const now = `sluice:analysis.objectives.errorRatio: ${errorRatio}`;
  const isUsable = errorRatio > 0 && errorRatio < 1;
  return isUsable
    ? { metrics: [], errorRatio, fates: [exact("thresholdRange", now), exact("threshold", now), ...common] }
    : {
        fates: [
          lost(
            "",
            "no share of failed requests that can be kept: the default objective (1 %)",
            "set sluice:analysis.objectives.errorRatio",
          ),
        ],
      };
}

function mapDuration(milliseconds: number): MappedOne {
  const bounds = [`${Math.round(milliseconds)}ms`];
  const now = `sluice:analysis.metrics, latency: the share of requests slower than ${bounds[0]} is compared with stable's`;
  const fix = "the source's histogram needs a bucket at this bound: preview names those that it has";
  const before = `the 99th percentile (NGINX: the average) is at most ${milliseconds}ms`;
  return {
    metrics: [{ name: "request-duration", kind: "latency", bounds }],
    fates: [
      beside(before, near("thresholdRange", now, fix)),
      beside(before, near("threshold", now, fix)),
      ...common,
    ],
  };
}

/** Names that a MetricTemplate has, and what stands for them here; other names are the metric's own. */
function fillVariables(query: string, metric: JsonObject, canary: JsonObject): string {
  const variables = asObject(metric["templateVariables"]);
  const known: Readonly<Record<string, string>> = {
    namespace: "{{namespace}}",
    target: "{{app}}-canary",
    service: "{{app}}-canary",
    ingress: asText(at(canary, "spec", "ingressRef", "name")) ?? "{{app}}-canary",
    interval: asText(metric["interval"]) ?? "1m",
  };
  return query.replaceAll(
    /\{\{\s*(variables\.)?([\w.-]+)\s*\}\}/g,
    (whole, own: string | undefined, name: string) => {
      const value = own === undefined ? known[name] : asText(variables[name]);
      return value ?? whole;
    },
  );
}

/** Maps a query with limits; `at` is its place in the object that it stands in. */
function mapQuery(
  metric: JsonObject,
  text: string,
  place: string,
  canary: JsonObject,
): MappedOne & { readonly query: Fate } {
  const name = asText(metric["name"]) ?? "metric";
  const bounds = readBounds(metric);
  const line = toOneLine(fillVariables(text, metric, canary));
  if ("refused" in line || bounds.length === 0) {
    const now = "refused" in line ? line.refused : "it has no limit";
    const fix = "write a metric of kind gauge with it under sluice:analysis.metrics";
    return { fates: [lost("", now, fix)], query: lost(place, now, fix) };
  }
  const measure = toMeasure(name, line.query, bounds);
  const isShare = measure.errorRatio !== undefined;
  const now = isShare
    ? `sluice:analysis.objectives.errorRatio: ${measure.errorRatio}, judged on the requests that the source counts per track`
    : "sluice:analysis.metrics, a gauge: beyond its limit the stage is held, never aborted";
  return {
    ...measure,
    fates: [
      near("thresholdRange", now),
      near("threshold", now),
      near("templateVariables", "filled into the query"),
      ...common,
    ],
    query: isShare
      ? near(place, "replaced by the counters of sluice:analysis.source, stable's beside the canary's")
      : near(
          place,
          "target and service are {{app}}-canary here",
          "look whether its labels fit the new names",
        ),
  };
}

function mapTemplate(metric: JsonObject, canary: JsonObject, inputs: readonly InputObject[]): MappedOne {
  const name = asText(at(metric, "templateRef", "name")) ?? "";
  const input = findObject(inputs, ["MetricTemplate"], name);
  if (input === undefined) {
    return { fates: [lost("", `MetricTemplate ${name} is not in the input`, "name its file, too")] };
  }
  const spec = asObject(input.object["spec"]);
  const provider = asText(at(spec, "provider", "type")) ?? "";
  const reference = near("templateRef", "the template's query");
  if (provider !== "prometheus") {
    const now = `provider ${provider} is not read: evidence comes from Prometheus`;
    const fix = "expose the value to Prometheus, and add a metric of kind gauge";
    return { fates: [lost("", now, fix)], template: [input, [lost("", now, fix)]] };
  }
  const { query, ...mapped } = mapQuery(metric, asText(spec["query"]) ?? "", "spec query", canary);
  const address = toPrometheusAddress(asText(at(spec, "provider", "address")) ?? "");
  const own: readonly Fate[] = [
    query,
    address === undefined
      ? lost(
          "spec provider address",
          "no address that a command outside of the cluster can use",
          "set sluice:analysis.prometheus",
        )
      : exact("spec provider address", `sluice:analysis.prometheus: ${address.address}`),
    lost("spec provider secretRef", "not carried over", "name it in sluice:analysis.basic or tokenFrom"),
    lost(
      "spec provider insecureSkipVerify",
      "certificates are always checked",
      "name the authority in sluice:analysis.tls.ca",
    ),
    beside(
      "not shown",
      lost(
        "spec provider headers",
        "not carried over: they may be credentials",
        "name them in sluice:analysis.headersFrom",
      ),
    ),
    unused("", "the template itself: its query is in the environment's file"),
  ];
  return { ...mapped, ...address, fates: [...mapped.fates, reference], template: [input, own] };
}

function mapOne(metric: JsonObject, canary: JsonObject, inputs: readonly InputObject[]): MappedOne {
  if (metric["templateRef"] !== undefined) return mapTemplate(metric, canary, inputs);
  const query = asText(metric["query"]);
  if (query !== undefined) {
    const { query: fate, ...mapped } = mapQuery(metric, query, "query", canary);
    return { ...mapped, fates: [fate, ...mapped.fates] };
  }
  const [bound] = readBounds(metric);
  if (bound !== undefined && metric["name"] === "request-success-rate") return mapSuccess(bound.limit);
  if (bound !== undefined && metric["name"] === "request-duration" && bound.limit >= 1)
    return mapDuration(bound.limit);
  return {
    fates: [
      lost("", "no metric of this name without a query of its own", "write it under sluice:analysis.metrics"),
    ],
  };
}

/** Maps the metrics of a Canary with their MetricTemplates. */
export function mapMetrics(canary: JsonObject, inputs: readonly InputObject[]): MappedMetrics {
  const field = at(canary, "spec", "analysis") === undefined ? "canaryAnalysis" : "analysis";
  const mapped = asObjects(at(canary, "spec", field, "metrics")).map((metric) =>
    mapOne(metric, canary, inputs),
  );
  return {
    measures: mapped,
    fates: mapped.flatMap(({ fates }, index) => below(`spec analysis metrics [${index}]`, fates)),
    templates: new Map(mapped.flatMap(({ template }) => (template === undefined ? [] : [template]))),
  };
}
