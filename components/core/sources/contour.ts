import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { matchPlaces } from "./promql";
import { matchServices, trackOfService } from "./services";
import type { CountedApp, Labels, Source } from "./source";

const requests = "envoy_cluster_upstream_rq";
const duration = "envoy_cluster_upstream_rq_time";

/** Cluster of a track's Service: namespace, Service and port. */
function clusterOf(app: CountedApp, track?: Track): string {
  return `${app.namespace}_${matchServices(app, track)}_[0-9]+`;
}

/** Clusters that requests were counted for, by their names. */
function explainClusters(found: readonly Labels[]): string | undefined {
  const names = found.flatMap(({ envoy_cluster_name: name = [] }) => name);
  return names.length === 0
    ? undefined
    : `${requests} is there, but not of the tracks' Services: found clusters ${names.toSorted().slice(0, 3).join(", ")}`;
}

/** Counters of Envoy that are there, where those by Service are not. */
function explainCounters(found: readonly Labels[]): string {
  const names = found.flatMap((labels) => labels["__name__"] ?? []).toSorted();
  if (names.includes(requests)) return `${requests} is there, but of no cluster with the app in its name`;
  return names.length === 0
    ? `there is no ${requests}, nor any other counter of Envoy's clusters`
    : `there is no ${requests}: found ${names.slice(0, 3).join(", ")}; let Prometheus scrape Envoy's /stats/prometheus without a filter`;
}

/**
 * Counters that Envoy keeps by cluster, as Contour names clusters: one for each Service and port.
 * @see https://github.com/projectcontour/contour/blob/v1.33.8/internal/envoy/cluster.go
 */
export const contour: Source = {
  profile: {
    about: "those of Envoy behind Contour, by the Service that it sends to",
    routers: ["gateway"],
    tellsCalls: false,
    blindTo: "statuses of gRPC, routes, clients that leave, and what Envoy itself answers for no Service",
  },
  countsIn: "router",
  untold: ["gave-up", "routes"],
  requestNames: ["envoy_cluster_name"],
  durations: { histogram: duration, perSecond: [1000] },
  usualBoundsSeconds: [0.1, 0.25, 0.5, 1, 2.5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [] } = input;
    const where = `envoy_cluster_name=~"${clusterOf(input)}"${matchPlaces(input)}`;
    return [
      bounds.length === 0
        ? `${requests}{${where}}`
        : `{__name__=~"${requests}|${duration}_(bucket|count)",${where},${matchBounds(bounds, [1000])}}`,
    ];
  },
  rates: (input, track) => {
    const selector = `${requests}{envoy_cluster_name=~"${clusterOf(input, track)}"${matchPlaces(input)}}`;
    return [{ selector, failed: ['envoy_response_code=~"5.."'] }];
  },
  trackOf: ({ envoy_cluster_name: name = "" }, app) =>
    trackOfService(new RegExp(`^${clusterOf(app)}$`).exec(name)?.[1], app),
  meaningOf: (labels) =>
    labels["__name__"] === requests
      ? { kind: "requests", isTimed: false }
      : readHistogram(duration, labels, { kind: "timed" }, 1000),
  remark: () =>
    "Contour has one cluster for a Service: requests of other routes to the tracks' Services count too",
  looks: (input) => [
    {
      query: `count by (__name__, le) ({__name__=~"${duration}(_bucket|_count)?",envoy_cluster_name=~"${clusterOf(input)}"})`,
      explain: (found) => diagnoseHistogram(duration, found),
    },
    {
      query: `count by (envoy_cluster_name) (${requests}{envoy_cluster_name=~".*${input.app}.*"})`,
      explain: explainClusters,
    },
    {
      query: `count by (__name__) ({__name__=~"envoy_cluster_(endpoint|upstream)_rq(_completed|_success|_total)?"})`,
      explain: explainCounters,
    },
  ],
};
