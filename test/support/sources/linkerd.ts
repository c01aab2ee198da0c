import type { Labels } from "../../../components/core/sources/source";
import { podScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** HTTP's status of a call is 200, whatever became of it. */
function labels(ending: Ending): Labels | undefined {
  if (ending === "left") return undefined;
  const [code, status] = "http" in ending ? [`${ending.http}`, ""] : ["200", `${ending.grpc}`];
  return {
    direction: "inbound",
    target_addr: "10.77.1.1:8080",
    target_ip: "10.77.1.1",
    target_port: "8080",
    tls: "true",
    client_id: "web.prod.serviceaccount.identity.linkerd.cluster.local",
    srv_group: "",
    srv_kind: "default",
    srv_name: "all-unauthenticated",
    srv_port: "8080",
    route_group: "",
    route_kind: "default",
    route_name: "default",
    authz_group: "",
    authz_kind: "default",
    authz_name: "all-unauthenticated",
    status_code: code,
    classification: code.startsWith("5") ? "failure" : "success",
    grpc_status: status,
    error: "",
  };
}

const other = (more: Labels): Labels => ({ __name__: "response_total", ...labels({ http: 500 }), ...more });

/** @see https://github.com/linkerd/linkerd2-proxy/blob/097fb1e/linkerd/app/core/src/metrics.rs */
export const linkerd: Fixture = {
  counter: (_, ending) => {
    const known = labels(ending);
    return known === undefined ? undefined : { __name__: "response_total", ...known };
  },
  histogram: { name: "response_latency_ms", perSecond: 1000, labels: (_, ending) => labels(ending) },
  others: [
    other({ direction: "outbound", dst_service: "postgres" }),
    other({ target_port: "4191", srv_port: "4191" }),
    other({ route_name: "probe" }),
  ],
  scrape: podScrape,
};
