import { given } from "../../given";
import { asList, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import type { SourceName } from "../../sources/sources";
import { exact, lost, near } from "../fate";
import type { Fate } from "../fate";
import { findHosts, publicHosts } from "../hosts";
import { ofKind } from "../input";
import type { InputObject } from "../input";
import { missingIngress, routeByNginx } from "../nginx-ingress";
import type { Routed } from "../routed";

/** Sources of the proxies that Flagger knows by name. */
const proxies: Readonly<Record<string, SourceName>> = {
  istio: "istio",
  linkerd: "linkerd",
  smi: "linkerd",
  traefik: "traefik",
  nginx: "ingress-nginx",
};

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
  const [gateway, ...further] = gateways;
  if (gateway === undefined) return {};
  return further.length === 0 ? { gateway } : { gateways };
}

function judgeProvider(provider: string): Fate {
  const at_ = "spec provider";
  if (provider.startsWith("gatewayapi")) return exact(at_, "sluice:traffic.router: gateway");
  if (provider === "kubernetes")
    return near(
      at_,
      "the default stages by weight, split by a Gateway; sluice:strategy: blue-green once sluice:checks asks the canary",
    );
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

/** Settings that split the requests of a Canary. */
export function mapTraffic(canary: JsonObject, inputs: readonly InputObject[]): Routed {
  const provider = asText(at(canary, "spec", "provider")) ?? "";
  if (at(canary, "spec", "ingressRef") !== undefined) return splitNginx(canary, inputs);
  const named = publicHosts(asList(at(canary, "spec", "service", "hosts")).map(asText));
  const routes = ["Ingress", "HTTPRoute", "VirtualService"].flatMap((kind) => ofKind(inputs, kind));
  const source = proxies[provider.replace(/:.*/, "")];
  return {
    traffic: toGateways(canary),
    hosts: named.length > 0 ? named : findHosts(routes),
    routes: new Map(),
    fates: [judgeProvider(provider), lost("spec routeRef", "no route of this kind", "use router gateway")],
    ...given("source", source),
  };
}
