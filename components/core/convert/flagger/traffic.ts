import { given } from "../../given";
import { asList, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import type { SourceName } from "../../sources/sources";
import { exact, lost, near } from "../fate";
import type { Fate } from "../fate";
import { gatewayKeys, toGateway } from "../gateways";
import { findHosts, publicHosts } from "../hosts";
import { ofKind } from "../input";
import type { InputObject } from "../input";
import { missingIngress, routeByNginx } from "../nginx-ingress";
import type { Routed } from "../routed";

/** Sources of the proxies that Flagger knows by name. */
const proxies: Readonly<Record<string, SourceName>> = {
  linkerd: "linkerd",
  smi: "linkerd",
  traefik: "traefik",
  nginx: "ingress-nginx",
};

const noRoute = lost("spec routeRef", "no route of this kind", "use router gateway");

/** `sluice:traffic.gateways` of `gatewayRefs`. */
function toGateways(canary: JsonObject): JsonObject {
  const gateways = asObjects(at(canary, "spec", "service", "gatewayRefs")).map((ref): JsonObject => {
    const { name = "gateway", namespace, sectionName, port } = ref;
    return {
      name,
      ...given("namespace", namespace),
      ...given("listener", sectionName),
      ...given("port", port),
    };
  });
  return gatewayKeys(gateways);
}

function judgeProvider(provider: string): Fate {
  const at_ = "spec provider";
  if (provider.startsWith("gatewayapi")) return exact(at_, "sluice:traffic.router: gateway");
  if (provider === "kubernetes")
    return near(at_, "sluice:traffic.router: gateway: a Gateway has to carry the hosts before the first up");
  return near(
    at_,
    `an HTTPRoute in place of what ${provider} had`,
    "a Gateway has to carry the hosts before the first up",
  );
}

function splitNginx(canary: JsonObject, inputs: readonly InputObject[]): Routed {
  const name = asText(at(canary, "spec", "ingressRef", "name")) ?? "";
  const routed = routeByNginx(name, inputs);
  return {
    ...routed,
    fates: [
      exact("spec provider", "sluice:traffic.router: nginx"),
      routed.routes.size === 0
        ? missingIngress("spec ingressRef", name)
        : exact("spec ingressRef", "sluice:traffic.ingress; the canary Ingress is Sluice's own"),
    ],
  };
}

/** The name by which a VirtualService is for callers inside. */
const mesh = "mesh";

/** A VirtualService of Sluice's in place of the one that Flagger makes. */
function splitIstio(canary: JsonObject, service: string, hosts: readonly string[]): Routed {
  const listed = asList(at(canary, "spec", "service", "gateways")).flatMap((one) => asText(one) ?? []);
  const named = listed.length > 0 ? listed : [mesh];
  const isInside = named.includes(mesh);
  return {
    traffic: { router: "istio", ...gatewayKeys(named.map(toGateway)) },
    hosts: [...hosts, ...(isInside && !hosts.includes(service) ? [service] : [])],
    routes: new Map(),
    source: "istio",
    fates: [
      exact("spec provider", "sluice:traffic.router: istio; the VirtualService is Sluice's own"),
      exact("spec service gateways", "sluice:traffic.gateway: Gateways of Istio"),
      ...["match", "rewrite", "retries", "timeout", "headers", "corsPolicy"].map((field) =>
        lost(
          `spec service ${field}`,
          "not part of Sluice's own VirtualService",
          "write a VirtualService with it, and name it in sluice:traffic.from",
        ),
      ),
      near(
        "spec service trafficPolicy",
        "no DestinationRule of Sluice's own: one for the app's Service is copied for the canary's",
        "write it into a DestinationRule for the Service",
      ),
      noRoute,
    ],
  };
}

/**
 * Settings that split the requests of a Canary.
 * @param service - name of the workload's Service
 */
export function mapTraffic(canary: JsonObject, inputs: readonly InputObject[], service: string): Routed {
  const provider = asText(at(canary, "spec", "provider")) ?? "";
  if (at(canary, "spec", "ingressRef") !== undefined) return splitNginx(canary, inputs);
  const named = publicHosts(asList(at(canary, "spec", "service", "hosts")).map(asText));
  const routes = ["Ingress", "HTTPRoute", "VirtualService"].flatMap((kind) => ofKind(inputs, kind));
  const hosts = named.length > 0 ? named : findHosts(routes);
  if (provider.startsWith("istio")) return splitIstio(canary, service, hosts);
  const source = proxies[provider.replace(/:.*/, "")];
  return {
    traffic: toGateways(canary),
    hosts,
    routes: new Map(),
    fates: [judgeProvider(provider), noRoute],
    ...given("source", source),
  };
}
