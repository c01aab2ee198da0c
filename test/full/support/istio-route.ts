import type { App } from "../../e2e/support/app";

const clusterOf = (track: string): string => `outbound[|][0-9]+[|][|]{{app}}-${track}[.]{{namespace}}[.].+`;

/** `sluice:analysis` that reads what Envoy counts by cluster, under the names that istiod gives clusters. */
export const istioCounters = {
  source: "query",
  query: {
    requests: 'envoy_cluster_upstream_rq{response_code!=""}',
    track: { label: "cluster_name", stable: clusterOf("stable"), canary: clusterOf("canary(-mirror)?") },
    status: "response_code",
  },
} as const;

interface Rule {
  readonly route?: readonly { readonly destination: { readonly host: string }; readonly weight?: number }[];
}

/** Weight of the canary in the app's VirtualService, percent. */
export async function readIstioWeight(app: App): Promise<number> {
  const path = "jsonpath={.spec.http}";
  const rules = JSON.parse(
    await app.kubectl("get", "virtualservices.networking.istio.io", "scholarlink", "-o", path),
  ) as readonly Rule[];
  const split = rules.find(({ route = [] }) => route.length === 2)?.route ?? [];
  return split.find(({ destination }) => destination.host === "scholarlink-canary")?.weight ?? Number.NaN;
}
