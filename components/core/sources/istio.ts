import { tracks } from "../track";
import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { brokenOffFlags, failedCall, matchPlaces } from "./promql";
import { matchServices, serviceOf } from "./services";
import type { CountedApp, Labels, RateCounter, Source } from "./source";

const requests = "istio_requests_total";
const duration = "istio_request_duration_milliseconds";

/** A VirtualService sends to a Service of each track, or to subsets of one Service, told apart by their workload. */
function trackOf(labels: Labels, counted: CountedApp): Track | undefined {
  const { namespace, app } = counted;
  const named = (name: string) => tracks.find((track) => name === `${app}-${track}`);
  const {
    destination_service_namespace: space = namespace,
    destination_service_name: service = "",
    destination_workload: workload = "",
  } = labels;
  if (space !== namespace) return undefined;
  const byService = tracks.find((track) => service === serviceOf(counted, track));
  return byService ?? (service === app ? named(workload) : undefined);
}

/** Matchers of requests to one track, or to both; several are for different series. */
function matchTrack(counted: CountedApp, track: Track | undefined): readonly [string, ...string[]] {
  const { app } = counted;
  if (track === undefined) return [`destination_service_name=~"${app}|${matchServices(counted)}"`];
  const named = `destination_service_name="${serviceOf(counted, track)}"`;
  // Where stable has the app's own Service, no Service is both tracks'.
  return serviceOf(counted, "stable") === app
    ? [named]
    : [named, `destination_service_name="${app}",destination_workload="${app}-${track}"`];
}

/** Requests to a Service of both tracks that reached no pod: of another workload behind it they are nobody's. */
function isLost(labels: Labels, { namespace, app }: CountedApp): boolean {
  const {
    destination_service_namespace: space = namespace,
    destination_service_name: service,
    destination_workload: workload = "unknown",
  } = labels;
  return space === namespace && service === app && workload === "unknown";
}

/** Without an answer the flags tell who ended it; DC is the client. */
function describe({ response_code: code, response_flags: flags = "-" }: Labels): Labels {
  if (code !== "0" || flags === "-") return {};
  return flags.split(",").includes("DC") ? { code: "499" } : { error_type: flags };
}

/** Owner and Services of the counters there. */
function explainForeign(found: readonly Labels[]): string | undefined {
  const values = (name: string) =>
    [...new Set(found.map((labels) => labels[name] ?? ""))].toSorted().slice(0, 3).join(", ");
  if (found.length === 0) return undefined;
  const reporters = values("reporter");
  return reporters === "destination"
    ? `${requests} of the app is counted by its own sidecars alone (reporter="destination"): nothing in front of it counts; let the gateway or the callers be in the mesh`
    : `${requests} is there, but not of the app's tracks: found reporter ${reporters}, Services ${values("destination_service_name")}, workloads ${values("destination_workload")}`;
}

/**
 * Counters that Istio's proxies keep of what they send: those of gateways and of callers, or of a waypoint.
 * @see https://github.com/istio/proxy/blob/0578ad51c21f4504e26c1b493ecc76e0ddcb6da3/testdata/metric/client_request_total.yaml.tmpl
 */
export const istio: Source = {
  profile: {
    about: "Istio's, by the gateway, the callers' sidecars or a waypoint",
    routers: ["gateway", "istio"],
    tellsCalls: true,
    blindTo: "routes, callers outside of the mesh that come past the gateway, and copies of a mirror",
    experimental: "istio/proxy at 0578ad5, testdata/metric/client_request_total.yaml.tmpl",
  },
  countsIn: "router",
  untold: ["routes"],
  requestNames: [
    "reporter",
    "source_",
    "destination_",
    "request_protocol",
    "response_flags",
    "connection_security_policy",
  ],
  durations: { histogram: duration, perSecond: [1000] },
  usualBoundsSeconds: [0.1, 0.25, 0.5, 1, 2.5],
  selectors: (input) => {
    const { boundsSeconds: bounds = [], namespace, app } = input;
    const where = (reporter: string) =>
      `reporter="${reporter}",destination_service_namespace="${namespace}",destination_service_name=~"${app}|${matchServices(input)}"${matchPlaces(input)}`;
    const of = (reporter: string) =>
      bounds.length === 0
        ? `${requests}{${where(reporter)}}`
        : `{__name__=~"${requests}|${duration}_(bucket|count)",${where(reporter)},${matchBounds(bounds, [1000])}}`;
    return [of("source"), of("waypoint")];
  },
  rates: (input, track) => {
    // A waypoint counts what a gateway sends by it once more.
    const where = `reporter="source",destination_service_namespace="${input.namespace}"`;
    const failed = [
      'response_code=~"5.."',
      'response_code="0",response_flags!~"-|.*DC.*"',
      `response_code!~"5..|0",grpc_response_status=~"${failedCall}"`,
      `response_code=~"2..",request_protocol!="grpc",grpc_response_status="",response_flags=~"(.*,)?(${brokenOffFlags})(,.*)?"`,
    ];
    const of = (matchers: string): RateCounter => ({
      selector: `${requests}{${where},${matchers}${matchPlaces(input)}}`,
      failed,
    });
    const [first, ...others] = matchTrack(input, track);
    return [of(first), ...others.map(of)];
  },
  describe,
  trackOf,
  meaningOf: (labels) => {
    if (labels["reporter"] === "destination") return undefined;
    return labels["__name__"] === requests
      ? { kind: "requests", isTimed: false }
      : readHistogram(duration, labels, { kind: "timed" }, 1000);
  },
  // Requests that a gateway sends by a waypoint are counted by both.
  editionOf: ({ reporter }) => ({
    of: "requests",
    edition: reporter === "waypoint" ? 1 : 0,
    isShared: true,
  }),
  lost: {
    isLost,
    fix: "subsets of one Service hide whose requests reached no pod: let the VirtualService send to the tracks' own Services",
  },
  looks: ({ namespace, app }) => [
    {
      query: `count by (__name__, le) ({__name__=~"${duration}(_bucket|_count)?",destination_service_namespace="${namespace}",destination_service_name=~"${app}(-stable|-canary)?"})`,
      explain: (found) => diagnoseHistogram(duration, found),
    },
    {
      query: `count by (reporter, destination_service_name, destination_workload) (${requests}{destination_service_name=~".*${app}.*"} or ${requests}{destination_workload=~".*${app}.*"})`,
      explain: explainForeign,
    },
    {
      query: `count(${requests})`,
      explain: (found) =>
        found.length > 0
          ? `${requests} is there, but of nothing with ${app} in its name`
          : `there is no ${requests}: let Prometheus scrape Istio's proxies, the gateway's above all`,
    },
  ],
};
