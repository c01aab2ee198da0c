import type { Track } from "../track";
import { diagnoseHistogram, matchBounds, readHistogram } from "./histogram";
import { matchPodNames, podOf, trackOfPod } from "./pods";
import { failedCall, matchPlaces } from "./promql";
import type { Labels, SelectorInput, Source } from "./source";

const responses = "response_total";
const latency = "response_latency_ms";

/** The proxy's own port, which Prometheus scrapes through the proxy. */
const adminPort = "4191";

/** A stream that broke off after its status has an error as well, and is no success. */
function describe({ error = "" }: Labels): Labels {
  return error === "" ? {} : { status_code: "", grpc_status: "", error_type: error };
}

/** Neither sent by the app, nor asked for by the kubelet or Prometheus. */
function isUsers({ direction = "inbound", target_port: port, route_name: route }: Labels): boolean {
  return direction === "inbound" && port !== adminPort && route !== "probe";
}

/** Selector of what the app's pods received, without what the kubelet and Prometheus asked for; `up` has none of these. */
function whereOf(input: SelectorInput, track?: Track): string {
  return `namespace="${input.namespace}",pod=~"${matchPodNames(input, track)}",direction=~"|inbound",target_port!="${adminPort}",route_name!="probe"${matchPlaces(input)}`;
}

/** Pods that are counted where none is a pod of the app. */
function explainPods(found: readonly Labels[]): string | undefined {
  const pods = [...new Set(found.map((labels) => podOf(labels) ?? "none"))].toSorted().slice(0, 3);
  return pods.length === 0
    ? undefined
    : `${responses} is there, but not of the app's pods: found pods ${pods.join(", ")}; are they in the mesh, and scraped with labels namespace and pod?`;
}

/**
 * Counters that Linkerd's proxies in the app's pods keep of what they receive.
 * @see https://github.com/linkerd/linkerd2-proxy/blob/097fb1eb0e623a9b727cfd5c71f6f5a136497c32/linkerd/app/core/src/metrics.rs
 */
export const linkerd: Source = {
  profile: {
    about: "Linkerd's, by the proxies in the app's pods",
    routers: "any",
    tellsCalls: true,
    blindTo: "requests that never reach a pod, and routes; scrapes of the app's own metrics count",
    experimental: "linkerd/linkerd2-proxy at 097fb1e, linkerd/app/core/src/metrics.rs",
  },
  countsIn: "pod",
  untold: ["gave-up", "routes"],
  requestNames: [
    "direction",
    "authority",
    "tls",
    "no_tls_reason",
    "client_id",
    "classification",
    "error",
    "target_",
    "srv_",
    "route_",
    "authz_",
  ],
  durations: { histogram: latency, perSecond: [1000] },
  usualBoundsSeconds: [0.1, 0.3, 0.5, 1, 2],
  selectors: (input) => {
    const { boundsSeconds: bounds = [] } = input;
    return bounds.length === 0
      ? [`{__name__=~"${responses}|up",${whereOf(input)}}`]
      : [
          `{__name__=~"${responses}|${latency}_(bucket|count)|up",${whereOf(input)},${matchBounds(bounds, [1000])}}`,
        ];
  },
  rates: (input, track) => {
    const selector = `${responses}{${whereOf(input, track)}}`;
    return [{ selector, failed: ['error!=""', 'status_code=~"5.."', `grpc_status=~"${failedCall}"`] }];
  },
  describe,
  trackOf: trackOfPod,
  meaningOf: (labels) => {
    if (labels["__name__"] === "up") return { kind: "presence" };
    if (!isUsers(labels)) return undefined;
    return labels["__name__"] === responses
      ? { kind: "requests", isTimed: false }
      : readHistogram(latency, labels, { kind: "timed" }, 1000);
  },
  looks: (input) => [
    {
      query: `count by (__name__, le) ({__name__=~"${latency}(_bucket|_count)?",${whereOf(input)}})`,
      explain: (found) => diagnoseHistogram(latency, found),
    },
    {
      query: `count by (pod) (${responses}{direction="inbound"})`,
      explain: explainPods,
    },
    {
      query: `count(${responses})`,
      explain: (found) =>
        found.length > 0
          ? `${responses} is there, but counts nothing that comes in (direction="inbound")`
          : `there is no ${responses}: let Prometheus scrape the proxies (port ${adminPort})`,
    },
  ],
};
