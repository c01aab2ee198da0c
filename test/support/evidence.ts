import type { Cluster } from "../../components/cluster/api";
import type { Settings } from "../../components/core/settings";
import { toSettings } from "../../stacks/settings/settings";
import { configWith } from "./environment";

/** Contents of Prometheus: labels and samples of each series. */
export type Stored = readonly {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [atSeconds: number, value: number])[];
}[];

/** A pod of the app as its own OpenTelemetry counters tell of it. */
export function podSeries(
  track: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  values: readonly (readonly [number, number])[],
): Stored[number] {
  const pod = `scholarlink-${track}-1`;
  return { metric: { __name__: name, namespace: "default", pod, instance: `${pod}:80`, ...labels }, values };
}

/** A cluster whose Prometheus holds `stored`, and everything that it was asked. */
export function clusterWith(stored: Stored, refuse: (query: string) => string | undefined = () => undefined) {
  const asked: string[] = [];
  const raw: Cluster["raw"] = (_method, path) => {
    const parameters = new URL(path, "http://api").searchParams;
    const query = parameters.get("query") ?? "";
    asked.push(query);
    const error = refuse(query);
    if (error !== undefined) return Promise.resolve({ status: 400, body: JSON.stringify({ error }) });
    const until = Number(parameters.get("time"));
    const data = answer(query, until, stored);
    return Promise.resolve({ status: 200, body: JSON.stringify({ status: "success", data }) });
  };
  return { cluster: { raw } as Cluster, asked };
}

/** Answers `time()`, diagnoses, and range selectors by the regular expression of the name and that of the bucket. */
function answer(query: string, untilSeconds: number, stored: Stored) {
  if (query === "time()") {
    const now = Date.now() / 1000;
    return { resultType: "scalar", result: [now, `${now}`] };
  }
  const name = /__name__=~"([^"]+)"/.exec(query)?.[1] ?? /^\(*(\w+)/.exec(query)?.[1] ?? "";
  const bound = /le=~"([^"]*)"/.exec(query)?.[1]?.replaceAll("\\\\", "\\") ?? ".*";
  const fits = (text: string, pattern: string) => new RegExp(`^(?:${pattern})$`).test(text);
  const found = stored.filter(
    ({ metric }) => fits(metric["__name__"] ?? "", name) && fits(metric["le"] ?? "", bound),
  );
  if (query.startsWith("count by")) return { resultType: "vector", result: found };
  const rangeSeconds = Number(/\[(\d+)s/.exec(query)?.[1]);
  const result = found.map(({ metric, values }) => ({
    metric,
    values: values
      .filter(([at]) => at > untilSeconds - rangeSeconds && at <= untilSeconds)
      .map(([at, value]) => [at, `${value}`]),
  }));
  return { resultType: "matrix", result: result.filter(({ values }) => values.length > 0) };
}

/** Settings of `prod` that read the pods' own counters, with these keys of `sluice:analysis`. */
export function settingsWith(analysis: string): Settings {
  const config = configWith({
    analysis: `{ prometheus: "service://monitoring/prometheus:9090", source: opentelemetry, ${analysis} }`,
  });
  return toSettings(config, { kind: "base", environment: "prod" });
}
