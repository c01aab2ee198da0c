import type { Labels } from "../../../components/core/sources/source";
import type { Track } from "../../../components/core/track";
import { routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** A client that left has code 0 and the flag DC; HTTP's status of a call is 200, whatever became of it. */
function request(ending: Ending): Labels {
  const none = { grpc_response_status: "", response_flags: "-" };
  if (ending === "left")
    return { ...none, request_protocol: "http", response_code: "0", response_flags: "DC" };
  return "http" in ending
    ? { ...none, request_protocol: "http", response_code: `${ending.http}` }
    : { ...none, request_protocol: "grpc", response_code: "200", grpc_response_status: `${ending.grpc}` };
}

function labels(track: string, ending: Ending): Labels {
  return {
    reporter: "source",
    source_workload: "istio-ingressgateway",
    source_workload_namespace: "istio-system",
    source_principal: "unknown",
    source_app: "istio-ingressgateway",
    source_version: "unknown",
    source_cluster: "Kubernetes",
    source_canonical_service: "istio-ingressgateway",
    source_canonical_revision: "latest",
    destination_workload: `app-${track}`,
    destination_workload_namespace: "prod",
    destination_principal: "unknown",
    destination_app: "app",
    destination_version: "unknown",
    destination_service: `app-${track}.prod.svc.cluster.local`,
    destination_service_name: `app-${track}`,
    destination_service_namespace: "prod",
    destination_cluster: "Kubernetes",
    destination_canonical_service: "app",
    destination_canonical_revision: "latest",
    connection_security_policy: "unknown",
    ...request(ending),
  };
}

const failed = { http: 500 };
const other = (more: Labels): Labels => ({
  __name__: "istio_requests_total",
  ...labels("canary", failed),
  ...more,
});

/** @see https://github.com/istio/proxy/blob/0578ad5/testdata/metric/client_request_total.yaml.tmpl */
export const istio: Fixture = {
  counter: (track: Track, ending) => ({ __name__: "istio_requests_total", ...labels(track, ending) }),
  histogram: { name: "istio_request_duration_milliseconds", perSecond: 1000, labels },
  others: [
    other({ destination_service_name: "app-canary-probe" }),
    other({ destination_service_namespace: "staging" }),
  ],
  scrape: routerScrape,
};
