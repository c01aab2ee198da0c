import type { Track } from "../../../components/core/track";
import { routerScrape } from "./fixture";
import type { Ending, Fixture } from "./fixture";

/** Status of gRPC stands in `code` since Traefik 3; a client that left is 499. */
function request(ending: Ending) {
  if (ending === "left") return { code: "499", protocol: "http" };
  return "http" in ending
    ? { code: `${ending.http}`, protocol: "http" }
    : { code: `${ending.grpc}`, protocol: "grpc" };
}

function fixture(serviceOf: (track: Track, app?: string) => string, others: readonly string[]): Fixture {
  const labels = (track: Track, ending: Ending) => ({
    method: "GET",
    service: serviceOf(track),
    ...request(ending),
  });
  return {
    counter: (track, ending) => ({ __name__: "traefik_service_requests_total", ...labels(track, ending) }),
    histogram: { name: "traefik_service_request_duration_seconds", perSecond: 1, labels },
    others: others.map((service) => ({
      __name__: "traefik_service_requests_total",
      method: "GET",
      code: "500",
      protocol: "http",
      service,
    })),
    scrape: routerScrape,
  };
}

const today = (track: string, app = "app", rule = 2) =>
  `httproute-prod-app-gw-infra-web-ep-web-${rule}-1f0a9c77d1e2b3c4d5e6-svc-prod-${app}-${track}-0@kubernetesgateway`;
const older = (track: string, app = "app") => `prod-${app}-${track}-80@kubernetesgateway`;

export const traefik = fixture(today, [today("canary", "app", 0), today("canary", "other")]);
export const olderTraefik = fixture(older, [older("canary-probe"), older("canary", "other")]);
