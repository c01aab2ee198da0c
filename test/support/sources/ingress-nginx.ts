import type { Labels } from "../../../components/core/sources/source";
import type { Track } from "../../../components/core/track";
import { routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** nginx has no status of gRPC; a client that left is 499. */
function statusOf(ending: Ending): string | undefined {
  if (ending === "left") return "499";
  return "http" in ending ? `${ending.http}` : undefined;
}

const constant = {
  controller_class: "k8s.io/ingress-nginx",
  controller_namespace: "ingress-nginx",
  controller_pod: "ingress-nginx-controller-559584768b-g5tnh",
};

/** The canary keeps the Ingress and Service of stable; `canary` names its upstream. */
function labels(track: Track, ending: Ending): Labels | undefined {
  const status = statusOf(ending);
  if (status === undefined) return undefined;
  return {
    ...constant,
    canary: track === "canary" ? "prod-app-canary-80" : "",
    host: "app.example.org",
    ingress: "app",
    method: "GET",
    namespace: "prod",
    path: "/",
    service: "app-stable",
    status,
  };
}

const other = (more: Labels): Labels => ({
  __name__: "nginx_ingress_controller_requests",
  ...labels("stable", { http: 500 }),
  ...more,
});

/** Series as ingress-nginx 1.11.0 gave them to a scrape by `--metrics-per-host=false`: by default they have the host as well. */
export const ingressNginx: Fixture = {
  counter: (track, ending) => {
    const known = labels(track, ending);
    return known === undefined ? undefined : { __name__: "nginx_ingress_controller_requests", ...known };
  },
  histogram: { name: "nginx_ingress_controller_request_duration_seconds", perSecond: 1, labels },
  others: [
    other({ service: "app-canary-probe", ingress: "app-probe" }),
    other({ canary: "prod-other-canary-80" }),
    other({ namespace: "staging" }),
  ],
  scrape: routerScrape,
};
