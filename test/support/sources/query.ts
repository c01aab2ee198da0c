import type { Labels } from "../../../components/core/sources/source";
import type { QueryTerms } from "../../../components/core/sources/query-terms";
import { podScrape, routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** Counters of Spring's Micrometer, which has a label `status`. */
function labels(ending: Ending): Labels | undefined {
  if (ending === "left" || !("http" in ending)) return undefined;
  return { method: "GET", uri: "/", status: `${ending.http}`, outcome: "SUCCESS" };
}

const named = (name: string, known: Labels | undefined) =>
  known === undefined ? undefined : { __name__: name, ...known };

export const byPod: Fixture = {
  counter: (_, ending) => named("http_server_requests_seconds_count", labels(ending)),
  histogram: {
    name: "http_server_requests_seconds",
    perSecond: 1,
    labels: (_, ending) => labels(ending),
  },
  others: [named("http_server_requests_seconds_count", { ...labels({ http: 500 }), uri: "/readyz" }) ?? {}],
  scrape: podScrape,
};

export const byPodTerms: QueryTerms = {
  requests: 'http_server_requests_seconds_count{namespace="{{namespace}}"}',
  track: { label: "pod" },
  status: "status",
  countedBy: "pod",
  durations: { histogram: "http_server_requests_seconds", perSecond: 1, boundsSeconds: [0.25, 1] },
};

/** Counters of Contour's Envoy, whose cluster names Service and port. */
const cluster = (track: string, ending: Ending): Labels | undefined =>
  ending === "left" || !("http" in ending)
    ? undefined
    : { envoy_cluster_name: `prod_app-${track}_80`, envoy_response_code: `${ending.http}` };

export const byBackend: Fixture = {
  counter: (track, ending) => named("envoy_cluster_upstream_rq", cluster(track, ending)),
  others: [
    named("envoy_cluster_upstream_rq", cluster("canary-probe", { http: 500 })) ?? {},
    {
      __name__: "envoy_cluster_upstream_rq",
      envoy_cluster_name: "prod_other-canary_80",
      envoy_response_code: "500",
    },
  ],
  scrape: routerScrape,
};

export const byBackendTerms: QueryTerms = {
  requests: "envoy_cluster_upstream_rq",
  track: {
    label: "envoy_cluster_name",
    stable: "{{namespace}}_{{app}}-stable_.+",
    canary: "{{namespace}}_{{app}}-canary_.+",
  },
  countedBy: "backend",
};
