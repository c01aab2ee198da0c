import type { Track } from "../track";
import { matchPlaces } from "./promql";
import { matchServices, trackOfService } from "./services";
import type { CountedApp, Labels, Source } from "./source";

const responses = "nginx_http_upstream_peer_responses_total";

/** Upstream of a track's Service: namespace, Service and port. */
function upstreamOf(app: CountedApp, track?: Track): string {
  return `${app.namespace}_${matchServices(app, track)}_[0-9]+(_.+)?`;
}

/** Counters of nginx that there are, where those by upstream are not. */
function explainCounters(found: readonly Labels[]): string {
  const names = found.flatMap((labels) => labels["__name__"] ?? []).toSorted();
  if (names.includes(responses)) return `${responses} is there, but of no upstream of the app's`;
  return names.length === 0
    ? `there is no ${responses}, nor any other counter of nginx`
    : `there is no ${responses}: found ${names.slice(0, 3).join(", ")}; nginx Open Source counts no answers by backend, NGINX Plus does: choose the app's own counters (opentelemetry)`;
}

/**
 * Counters that NGINX Plus keeps by upstream, as the agent of NGINX Gateway Fabric writes them.
 * @see https://github.com/nginx/agent/blob/177a6e5385b5e221a9432f606f08240f071a9fba/internal/collector/nginxplusreceiver/documentation.md
 */
export const nginxGatewayFabric: Source = {
  profile: {
    about: "NGINX Gateway Fabric's with NGINX Plus, by the pod that answered",
    routers: ["gateway"],
    tellsCalls: false,
    tellsErrorsAlone: true,
    blindTo:
      "everything with nginx Open Source; statuses of gRPC, durations, what nginx itself answers (no pod, a refused connection), and tries that it repeats",
    experimental: "nginx/agent at 177a6e5, internal/collector/nginxplusreceiver/documentation.md",
  },
  countsIn: "router",
  untold: ["gave-up", "routes"],
  requestNames: ["nginx_"],
  usualBoundsSeconds: [],
  selectors: (input) => [`${responses}{nginx_upstream_name=~"${upstreamOf(input)}"${matchPlaces(input)}}`],
  rates: (input, track) => {
    const selector = `${responses}{nginx_upstream_name=~"${upstreamOf(input, track)}"${matchPlaces(input)}}`;
    return [{ selector, failed: ['nginx_status_range="5xx"'] }];
  },
  describe: ({ nginx_status_range: range = "" }) => ({ status_class: range }),
  trackOf: ({ nginx_upstream_name: name = "" }, app) =>
    trackOfService(new RegExp(`^${upstreamOf(app)}$`).exec(name)?.[1], app),
  meaningOf: (labels) =>
    labels["__name__"] === responses ? { kind: "requests", isTimed: false } : undefined,
  remark: () =>
    "nginx counts what pods answered: a connection that a pod refused is no error here, and requests of other routes to the tracks' Services count too",
  looks: () => [
    {
      query: `count by (__name__) ({__name__=~"nginx_http_(requests|.*responses)_total"})`,
      explain: explainCounters,
    },
  ],
};
