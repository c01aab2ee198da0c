import type { Fixture } from "./fixture";
import { ingressNginx } from "./ingress-nginx";
import { istio } from "./istio";
import { opentelemetry, olderOpentelemetry } from "./opentelemetry";
import { byBackend, byBackendTerms, byPod, byPodTerms } from "./query";
import { traefik, olderTraefik } from "./traefik";
import type { QueryTerms } from "../../../components/core/sources/query-terms";
import type { SourceName } from "../../../components/core/sources/sources";

/** What each source reads, in all forms that it comes in. */
export const fixtures: readonly (Fixture & {
  readonly name: string;
  readonly source: SourceName;
  readonly query?: QueryTerms;
})[] = [
  { name: "traefik", source: "traefik", ...traefik },
  { name: "traefik before 3.7.6", source: "traefik", ...olderTraefik },
  { name: "ingress-nginx", source: "ingress-nginx", ...ingressNginx },
  { name: "istio", source: "istio", ...istio },
  { name: "opentelemetry", source: "opentelemetry", ...opentelemetry },
  { name: "opentelemetry of old conventions", source: "opentelemetry", ...olderOpentelemetry },
  { name: "query of pods", source: "query", query: byPodTerms, ...byPod },
  { name: "query of backends", source: "query", query: byBackendTerms, ...byBackend },
];
