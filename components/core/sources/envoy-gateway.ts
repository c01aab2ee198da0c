import { tracks } from "../track";
import { nameEndpoints, trackLabel } from "./endpoints";
import { matchPlaces } from "./promql";
import type { CountedApp, Labels, SelectorInput, Source } from "./source";

const prefix = "envoy_cluster_endpoint_rq_";
const addressLabel = "envoy_endpoint_address";

/** Clusters of the app's rules. */
function matchClusters(input: SelectorInput): string {
  const { namespace, route, rule = "[0-9]+" } = input;
  // A request that a mirror copied counts by the pod that gets it, like any other.
  const cluster = `(http|grpc)route/${namespace}/${route}/rule/${rule}(/backend/[0-9]+|-mirror-[0-9]+)?`;
  return `envoy_cluster_name=~"${cluster}"${matchPlaces(input)}`;
}

/** Requests of the app's route to an address that no pod of a track had; copies may be for anybody. */
function isLost(labels: Labels, { namespace }: CountedApp): boolean {
  const { envoy_cluster_name: cluster = "" } = labels;
  return (
    new RegExp(`^(http|grpc)route/${namespace}/(?!.*-mirror-[0-9]+$)`).test(cluster) &&
    labels[trackLabel] === undefined
  );
}

/** Counters of Envoy that there are, where those by endpoint are not. */
function explainCounters(found: readonly Labels[]): string {
  const names = found.flatMap((labels) => labels["__name__"] ?? []).toSorted();
  if (names.length === 0) return `there is no ${prefix}success, nor any other counter of Envoy's clusters`;
  return names.some((name) => name.startsWith(prefix))
    ? `${prefix}success is there, but not of this route's rule`
    : `there is no ${prefix}success: Envoy Gateway has one cluster for both tracks, so let it count by endpoint (EnvoyProxy spec.telemetry.metrics.enablePerEndpointStats: true)`;
}

/**
 * Counters that Envoy keeps by endpoint: Envoy Gateway has one cluster for a rule, whatever backends it has. An error is
 * an answer with 5xx, a call with a status that is one, or none at all.
 * @see https://github.com/envoyproxy/envoy/blob/main/source/common/router/router.cc
 */
export const envoyGateway: Source = {
  profile: {
    about: "Envoy Gateway's, by the pod that it sends to",
    routers: ["gateway"],
    tellsCalls: true,
    tellsErrorsAlone: true,
    blindTo:
      "statuses but 5xx, durations, routes, clients that leave, requests for which there was no pod, and tries that it repeats",
    experimental: "Envoy Gateway 1.9.1 with Envoy 1.40, and envoyproxy/envoy source/common/router/router.cc",
  },
  countsIn: "router",
  untold: ["classes", "gave-up", "routes"],
  requestNames: ["envoy_", trackLabel],
  usualBoundsSeconds: [],
  selectors: (input) => [`{__name__=~"${prefix}(success|error)",${matchClusters(input)}}`],
  rates: (input) => {
    const of = (end: string) => `${prefix}${end}{${matchClusters(input)}}`;
    return [
      { selector: of("success"), failed: [] },
      { selector: of("error"), failed: [""] },
    ];
  },
  byAddress: (metrics, owners) => nameEndpoints(metrics, addressLabel, owners),
  describe: (labels) => ({ code: labels["__name__"] === `${prefix}error` ? "5xx" : "2xx" }),
  trackOf: (labels) => tracks.find((track) => track === labels[trackLabel]),
  meaningOf: ({ __name__: name }) =>
    name === `${prefix}success` || name === `${prefix}error`
      ? { kind: "requests", isTimed: false }
      : undefined,
  lost: {
    isLost,
    fix: "they are of pods that were gone before this command began; the next one no longer reads them",
  },
  looks: () => [
    {
      query: `count by (__name__) ({__name__=~"envoy_cluster_(endpoint|upstream)_rq_(success|total)"})`,
      explain: explainCounters,
    },
  ],
};
