import { tracks } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { namespaceOf, podOf } from "./pods";
import { matchPlaces } from "./promql";
import type { CountedApp, Labels, Source } from "./source";

const duration = "http_server_request_duration_seconds";

/** Names of the histogram in other versions of the conventions and other ways of writing them. */
const otherNames = "http.server.(request.)?duration.*";

/** Labels of namespace and pod: of a scrape, of a scrape with labels of its own, of a pushing client. */
const places = [
  ["namespace", "pod"],
  ["exported_namespace", "exported_pod"],
  ["k8s_namespace_name", "k8s_pod_name"],
] as const;

type Place = (typeof places)[number];

/** Selector of the series of the app's pods. */
function matchPods({ namespace, app }: CountedApp, [space, pod]: Place): string {
  return `${space}="${namespace}",${pod}=~"${app}-(stable|canary)-.+"`;
}

/** Series of the histogram that are not the app's, by one of them. */
function explainForeign([sample]: readonly Labels[]): string | undefined {
  if (sample === undefined) return undefined;
  const labels = Object.entries(sample).filter(([name]) => name !== "__name__");
  const shown = labels.map(([name, value]) => `${name}="${value}"`).slice(0, 10);
  return `${duration} is there, but not of the app's pods: found ${shown.join(", ")}`;
}

/** The histogram under another name. */
function explainNames(found: readonly Labels[]): string | undefined {
  const names = [...new Set(found.flatMap((labels) => labels["__name__"] ?? []))].toSorted();
  if (names.length === 0) return `${duration} is not there, nor anything like it`;
  return `${duration} is not there: found ${names.slice(0, 3).join(", ")}; OTEL_SEMCONV_STABILITY_OPT_IN=http gives today's names`;
}

/** Counters that the app keeps itself, as OpenTelemetry names them, by pod. */
export const opentelemetry: Source = {
  countsIn: "pod",
  untold: ["gave-up"],
  requestNames: [],
  usualBoundsSeconds: [0.1, 0.25, 0.5, 1, 2.5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [] } = input;
    const of = (place: Place): string => {
      const where = `${matchPods(input, place)}${matchPlaces(input)}`;
      return bounds.length === 0
        ? `{__name__=~"${duration}_count|up|target_info",${where}}`
        : `{__name__=~"${duration}_(bucket|count)|up|target_info",${where},${matchBounds(bounds)}}`;
    };
    return [of(places[0]), of(places[1]), of(places[2])];
  },
  trackOf: (labels, { namespace, app }) => {
    const found =
      labels["sluice_dev_track"] ?? new RegExp(`^${app}-(stable|canary)-`).exec(podOf(labels) ?? "")?.[1];
    const space = namespaceOf(labels) ?? namespace;
    return space === namespace ? tracks.find((track) => track === found) : undefined;
  },
  meaningOf: (labels) =>
    labels["__name__"] === "up" || labels["__name__"] === "target_info"
      ? { kind: "presence" }
      : readHistogram(duration, labels, { kind: "requests", isTimed: true }),
  looks: (input) => [
    {
      query: places
        .map(
          (place) =>
            `count by (__name__, le) ({__name__=~"${duration}(_bucket|_count)?",${matchPods(input, place)}})`,
        )
        .join(" or "),
      explain: (found) => diagnoseHistogram(duration, found),
    },
    { query: `topk(1, ${duration}_count)`, explain: explainForeign },
    { query: `count by (__name__) ({__name__=~"${otherNames}"})`, explain: explainNames },
  ],
};
