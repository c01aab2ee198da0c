import { given } from "../../given";
import { asList, asObject, asObjects, asText, at } from "../../json";
import type { JsonObject } from "../../revision/revision";
import type { SourceName } from "../../sources/sources";
import { beside, exact, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { findHosts } from "../hosts";
import { findObject, ofKind } from "../input";
import type { InputObject } from "../input";
import { missingIngress, routeByNginx } from "../nginx-ingress";
import type { Routed } from "../routed";
import { keepVirtualService } from "./virtual-service";

const place = "spec strategy canary trafficRouting";
const routeKinds = ["Ingress", "HTTPRoute", "GRPCRoute", "VirtualService"];

/** Hosts of any route of the input. */
const anyHosts = (inputs: readonly InputObject[]): readonly string[] =>
  findHosts(routeKinds.flatMap((kind) => ofKind(inputs, kind)));

/** Proxies that the Gateway API reaches as well: what they had of their own is not modelled. */
const elsewhere: Readonly<Record<string, readonly [words: string, source?: SourceName]>> = {
  traefik: ["an HTTPRoute, which Traefik follows, in place of the TraefikService", "traefik"],
  smi: ["an HTTPRoute in place of the TrafficSplit, which is retired", "linkerd"],
  alb: ["an HTTPRoute, which the AWS load balancer controller follows, in place of the Ingress's action"],
  ambassador: ["an HTTPRoute in place of the Mapping"],
  appMesh: ["an HTTPRoute: App Mesh is retired"],
  apisix: ["an HTTPRoute, which APISIX follows, in place of the ApisixRoute"],
};

/** A route of the Gateway API that is there already: it stays, and Sluice writes its backends. */
function keepRoute(
  plugin: JsonObject,
  at_: string,
  service: string | undefined,
  inputs: readonly InputObject[],
): Routed {
  const listed = asObjects(plugin["httpRoutes"]).map((one) => asText(one["name"]));
  const own = asText(plugin["httpRoute"]);
  const name = own ?? listed[0];
  const firstOther = own === undefined ? 1 : 0;
  const input = findObject(inputs, ["HTTPRoute"], name ?? "");
  const parent = asObject(asObjects(at(input?.object, "spec", "parentRefs"))[0]);
  const gateway = ["name", "namespace", "port"].flatMap((key) =>
    parent[key] === undefined ? [] : [[key, parent[key]]],
  );
  const listener = parent["sectionName"] === undefined ? [] : [["listener", parent["sectionName"]]];
  const other: readonly Fate[] = [
    "grpcRoute",
    "grpcRoutes",
    "tcpRoute",
    "tcpRoutes",
    "tlsRoute",
    "tlsRoutes",
  ].map((kind) => lost(`${at_} ${kind}`, "HTTPRoutes only", "leave this route to its owner"));
  const keeps = exact(
    "",
    "stays, value for value: Sluice writes the backends of the rules that lead to the app",
  );
  const words = "a rule with two backends, or a live split, is refused at preview";
  const one = `give the rules of the app one backend with all the weight, ${service ?? "stable's Service"}, while the Rollout is not releasing`;
  const clears = near("spec rules", words, one);
  return {
    traffic: {
      ...(name === undefined ? {} : { from: { object: name } }),
      ...given("service", service),
      ...(gateway.length === 0
        ? {}
        : { gateway: Object.fromEntries([...gateway, ...listener]) as JsonObject }),
    },
    hosts: input === undefined ? anyHosts(inputs) : findHosts([input]),
    routes: new Map(input === undefined ? [] : [[input, [clears, keeps]]]),
    fates: [
      ...other,
      ...listed
        .slice(firstOther)
        .map((_, index) =>
          lost(
            `${at_} httpRoutes [${index + firstOther}]`,
            "one route carries the weight",
            "leave it to stable alone",
          ),
        ),
      lost(`${at_} httpRoutes * useHeaderRoutes`, "a stage by header has rules of its own"),
      near(at_, `sluice:traffic.from.object: ${name ?? "none"}; ${words}`, one),
    ],
  };
}

function splitNginx(nginx: JsonObject, inputs: readonly InputObject[]): Routed {
  const at_ = `${place} nginx`;
  const listed = asList(nginx["stableIngresses"]).map(asText);
  const [name = "", ...further] = [asText(nginx["stableIngress"]), ...listed].filter(
    (one) => one !== undefined,
  );
  const routed = routeByNginx(name, inputs);
  const one = `one Ingress: ${name}`;
  return {
    ...routed,
    fates: [
      ...(routed.routes.size === 0 ? [missingIngress(`${at_} stableIngress`, name)] : []),
      ...(further.length === 0
        ? []
        : [lost(`${at_} stableIngresses`, one, "leave the others to stable alone")]),
      lost(`${at_} annotationPrefix`, "the usual prefix", "run the controller with the usual prefix"),
      ...["additionalIngressAnnotations", "canaryIngressAnnotations"].map((field) =>
        lost(`${at_} ${field}`, "of a canary Ingress ingress-nginx reads the canary's annotations only"),
      ),
      exact(at_, "sluice:traffic.router: nginx; the canary Ingress is Sluice's own"),
    ],
  };
}

/** Settings that split the requests of a Rollout. */
export function mapTraffic(
  rollout: JsonObject,
  service: string | undefined,
  inputs: readonly InputObject[],
): Routed {
  const routing = asObject(at(rollout, "spec", "strategy", "canary", "trafficRouting"));
  const names = Object.keys(routing).filter(
    (name) => name !== "managedRoutes" && name !== "maxTrafficWeight",
  );
  const plugin = at(routing, "plugins", "argoproj-labs/gatewayAPI");
  if (plugin !== undefined) {
    return keepRoute(asObject(plugin), `${place} plugins argoproj-labs/gatewayAPI`, service, inputs);
  }
  if (names.includes("istio")) {
    const others = names.filter((one) => one !== "istio").map((one) => `${place} ${one}`);
    const routed = keepVirtualService(asObject(routing["istio"]), `${place} istio`, service, inputs, others);
    return routed.hosts.length > 0 ? routed : { ...routed, hosts: anyHosts(inputs) };
  }
  const name = names.find((one) => one === "nginx" || one in elsewhere);
  if (name === "nginx") return splitNginx(asObject(routing["nginx"]), inputs);
  const [words, source] = elsewhere[name ?? ""] ?? ["an HTTPRoute"];
  const fates =
    name === undefined
      ? [
          beside(
            "weights are shares of pods, behind one Service",
            near("spec strategy canary steps", "weights are shares of requests, split by a Gateway"),
          ),
          lost(`${place} plugins`, "no plugins", "split by router gateway or nginx"),
        ]
      : [
          near(`${place} ${name}`, words, "a Gateway has to carry the hosts before the first up"),
          unused(`${place} managedRoutes`, "Sluice's rules need no list"),
        ];
  return {
    traffic: {},
    hosts: anyHosts(inputs),
    fates,
    routes: new Map(),
    ...given("source", source),
  };
}
