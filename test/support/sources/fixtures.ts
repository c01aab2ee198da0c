import type { Fixture } from "./fixture";
import { contour } from "./contour";
import { envoyGateway } from "./envoy-gateway";
import { ingressNginx } from "./ingress-nginx";
import { istio } from "./istio";
import { linkerd } from "./linkerd";
import { nginxGatewayFabric } from "./nginx-gateway-fabric";
import { opentelemetry, olderOpentelemetry } from "./opentelemetry";
import { byBackend, byBackendTerms, byPod, byPodTerms } from "./query";
import { traefik, olderTraefik } from "./traefik";
import type { QueryTerms } from "../../../components/core/sources/query-terms";
import type { SourceName } from "../../../components/core/sources/sources";

/** Series that each source reads, in all forms that they come in. */
export const fixtures: readonly (Fixture & {
  readonly name: string;
  readonly source: SourceName;
  readonly query?: QueryTerms;
})[] = [
  { name: "traefik", source: "traefik", ...traefik },
  { name: "traefik before 3.7.6", source: "traefik", ...olderTraefik },
  { name: "ingress-nginx", source: "ingress-nginx", ...ingressNginx },
  { name: "contour", source: "contour", ...contour },
  { name: "envoy-gateway", source: "envoy-gateway", ...envoyGateway },
  { name: "istio", source: "istio", ...istio },
  { name: "linkerd", source: "linkerd", ...linkerd },
  { name: "nginx-gateway-fabric", source: "nginx-gateway-fabric", ...nginxGatewayFabric },
  { name: "opentelemetry", source: "opentelemetry", ...opentelemetry },
  { name: "opentelemetry of old conventions", source: "opentelemetry", ...olderOpentelemetry },
  { name: "query of pods", source: "query", query: byPodTerms, ...byPod },
  { name: "query of backends", source: "query", query: byBackendTerms, ...byBackend },
];
