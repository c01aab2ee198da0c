import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import type { PerSecond } from "./histogram";
import { matchPodNames, podOf, trackOfPod } from "./pods";
import { failedCall, matchPlaces } from "./promql";
import type { CountedApp, Labels, RateCounter, Source } from "./source";

/** Histogram of one version of the conventions. */
interface Convention {
  readonly histogram: string;
  readonly of: "http" | "rpc";
  /** Lower is newer. */
  readonly edition: number;
  readonly perSecond: PerSecond;
}

const today = "http_server_request_duration_seconds";

/**
 * Histograms of servers, as exporters write them; before 2023 in milliseconds. Older exporters, and those that are told to
 * add no suffixes, leave the unit out.
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/non-normative/http-migration.md
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/rpc/rpc-metrics.md
 */
const conventions: readonly Convention[] = [
  { histogram: today, of: "http", edition: 0, perSecond: 1 },
  { histogram: "http_server_duration_seconds", of: "http", edition: 1, perSecond: 1 },
  { histogram: "http_server_duration_milliseconds", of: "http", edition: 2, perSecond: 1000 },
  { histogram: "http_server_duration", of: "http", edition: 3, perSecond: 1000 },
  { histogram: "http_server_request_duration", of: "http", edition: 4, perSecond: 1 },
  { histogram: "rpc_server_call_duration_seconds", of: "rpc", edition: 0, perSecond: 1 },
  { histogram: "rpc_server_duration_seconds", of: "rpc", edition: 1, perSecond: 1 },
  { histogram: "rpc_server_duration_milliseconds", of: "rpc", edition: 2, perSecond: 1000 },
  { histogram: "rpc_server_duration", of: "rpc", edition: 3, perSecond: 1000 },
  { histogram: "rpc_server_call_duration", of: "rpc", edition: 4, perSecond: 1 },
];

/** Expression of their names, those that differ in the unit alone as one: each query has it several times. */
const histograms = [
  ...Map.groupBy(conventions, ({ histogram }) => histogram.replace(/_(?:milli)?seconds$/, "")),
]
  .map(([name, all]) => `${name}(?:${all.map(({ histogram }) => histogram.slice(name.length)).join("|")})`)
  .join("|");
const otherNames = "(http|rpc).server.*duration.*";

/** Labels of namespace and pod: of a scrape, of a scrape with labels of its own, of a pushing client, of older rules. */
const places = [
  ["namespace", "pod"],
  ["exported_namespace", "exported_pod"],
  ["k8s_namespace_name", "k8s_pod_name"],
  ["kubernetes_namespace", "kubernetes_pod_name"],
  ["namespace", "pod_name"],
] as const;

type Place = (typeof places)[number];

/** Name of a metric without its dots, which a store of today may keep. */
const nameOf = ({ __name__: name = "" }: Labels): string => name.replaceAll(".", "_");

function conventionOf(labels: Labels): Convention | undefined {
  const name = nameOf(labels).replace(/_(?:bucket|count)$/, "");
  return conventions.find(({ histogram }) => histogram === name);
}

/** Selector of the series of the app's pods. */
function matchPods(app: CountedApp, [space, pod]: Place, track?: Track): string {
  return `${space}="${app.namespace}",${pod}=~"${matchPodNames(app, track)}"`;
}

/** Series of a histogram that are not the app's, by one of them. */
function explainForeign([sample]: readonly Labels[]): string | undefined {
  if (sample === undefined) return undefined;
  const labels = Object.entries(sample).filter(([name]) => name !== "__name__");
  const shown = labels.map(([name, value]) => `${name}="${value}"`).slice(0, 10);
  const hint =
    podOf(sample) === undefined
      ? "; let the pipeline keep the attribute k8s.pod.name (Prometheus: otlp.promote_resource_attributes), or name the label of the track by source query"
      : "";
  return `${sample["__name__"]} is there, but not of the app's pods: found ${shown.join(", ")}${hint}`;
}

/** Histograms under other names. */
function explainNames(found: readonly Labels[]): string | undefined {
  const names = [...new Set(found.flatMap((labels) => labels["__name__"] ?? []))].toSorted();
  if (names.length === 0) return `${today} is not there, nor anything like it`;
  const way = names.some((name) => name.includes("."))
    ? "Prometheus keeps dots: otlp.translation_strategy: UnderscoreEscapingWithSuffixes gives names that are read"
    : "OTEL_SEMCONV_STABILITY_OPT_IN=http gives today's names";
  return `${today} is not there: found ${names.slice(0, 3).join(", ")}; ${way}`;
}

/** One request may be counted as both where a server of HTTP serves calls. */
function remark(series: readonly Labels[]): string | undefined {
  const kinds = (of: string) =>
    new Set(series.flatMap((one) => (conventionOf(one)?.of === of ? (podOf(one) ?? "") : [])));
  const calls = kinds("rpc");
  return [...kinds("http")].some((pod) => calls.has(pod))
    ? "pods count requests of HTTP and calls of gRPC: one that serves the other counts twice"
    : undefined;
}

/** Counters that the app keeps itself, as OpenTelemetry names them, by pod. */
export const opentelemetry: Source = {
  profile: {
    about: "the app's own counters, as OpenTelemetry names them",
    routers: "any",
    tellsCalls: true,
    blindTo: "requests that never reach a pod, and clients that leave",
  },
  countsIn: "pod",
  untold: ["gave-up"],
  behindFirewall: true,
  requestNames: [],
  durations: { histogram: histograms, perSecond: [1, 1000] },
  usualBoundsSeconds: [0.1, 0.25, 0.5, 1, 2.5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [] } = input;
    const of = (place: Place): string => {
      const where = `${matchPods(input, place)}${matchPlaces(input)}`;
      return bounds.length === 0
        ? `{__name__=~"(${histograms})_count|up|target_info",${where}}`
        : `{__name__=~"(${histograms})_(bucket|count)|up|target_info",${where},${matchBounds(bounds, [1, 1000])}}`;
    };
    return [of(places[0]), ...places.slice(1).map(of)];
  },
  rates: (input, track) => {
    const failed = [
      'http_response_status_code=~"5.."',
      'http_status_code=~"5.."',
      `rpc_response_status_code=~"${failedCall}"`,
      `rpc_grpc_status_code=~"${failedCall}"`,
    ];
    const of = (place: Place): RateCounter => ({
      selector: `{__name__=~"(${histograms})_count",${matchPods(input, place, track)}${matchPlaces(input)}}`,
      failed,
    });
    return [of(places[0]), ...places.slice(1).map(of)];
  },
  trackOf: trackOfPod,
  meaningOf: (labels) => {
    if (labels["__name__"] === "up" || labels["__name__"] === "target_info") return { kind: "presence" };
    const known = conventionOf(labels);
    return known === undefined
      ? undefined
      : readHistogram(
          known.histogram,
          { ...labels, __name__: nameOf(labels) },
          { kind: "requests", isTimed: true },
          known.perSecond,
        );
  },
  editionOf: (labels) => conventionOf(labels) ?? { of: "presence", edition: 0 },
  remark,
  looks: (input) => [
    {
      query: places
        .map(
          (place) =>
            `count by (__name__, le) ({__name__=~"(${histograms})(_bucket|_count)?",${matchPods(input, place)}})`,
        )
        .join(" or "),
      explain: (found) => {
        const told = conventions.map(({ histogram }) => diagnoseHistogram(histogram, found));
        return told.find((one) => one !== undefined);
      },
    },
    { query: `topk(1, {__name__=~"(${histograms})_count"})`, explain: explainForeign },
    { query: `count by (__name__) ({__name__=~"${otherNames}"})`, explain: explainNames },
  ],
};
