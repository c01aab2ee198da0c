import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { describe, groupOf, kindOf, nameOf } from "../identity";
import { asList, asObjects, asText, at, walk, showJson } from "../../../json";
import type { RenderOptions } from "../rendered-app";

/** Ways in of a workload that the set declares itself. */
export interface TakenRoutes {
  /** Left out: Sluice's own route is in their place. */
  readonly taken: readonly JsonObject[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const routeKinds = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"];

const isRoute = (object: JsonObject): boolean =>
  (kindOf(object) === "Ingress" && groupOf(object) === "networking.k8s.io") ||
  (routeKinds.includes(kindOf(object)) && groupOf(object) === "gateway.networking.k8s.io");

/** Services that a way in sends requests to. */
function* backendsOf(object: JsonObject): Generator<string> {
  for (const { path, value } of walk(object["spec"] ?? null)) {
    const place = path.map((name) => name.replace(/^\[.*/, "")).filter((name) => name !== "");
    const isIngress = place.at(-1) === "name" && place.at(-2) === "service";
    const isRef = place.at(-1) === "name" && place.at(-2) === "backendRefs";
    if (isIngress || isRef) yield showJson(value);
  }
}

const hostsOf = (object: JsonObject): readonly string[] =>
  kindOf(object) === "Ingress"
    ? asObjects(at(object, "spec", "rules")).map((rule) => asText(rule["host"]) ?? "*")
    : asList(at(object, "spec", "hostnames")).map(showJson);

/**
 * Takes Ingresses and routes whose requests Sluice's own route splits from now on; the others stay, and are named.
 * @param services - names of the workload's Services
 * @param hosts - that the route of Sluice has
 */
export function takeRoutes(
  objects: readonly JsonObject[],
  services: readonly string[],
  {
    hosts,
    route,
    routeKind = "HTTPRoute",
    isShared = false,
  }: Pick<RenderOptions, "hosts" | "route" | "routeKind" | "isShared">,
): TakenRoutes {
  const ours = objects
    .filter(isRoute)
    .map((object) => ({ object, backends: [...backendsOf(object)], own: hostsOf(object) }))
    .filter(({ backends }) => backends.some((name) => services.includes(name)));
  const isTaken = ({ backends, own }: (typeof ours)[number]): boolean =>
    own.length > 0 &&
    own.every((host) => hosts.includes(host)) &&
    backends.every((name) => services.includes(name));
  const taken = ours.filter(isTaken).map(({ object }) => object);
  return {
    taken,
    problems: objects
      // A user's route may be written in the set: it is the one that is there.
      .filter(
        (one) => !isShared && !taken.includes(one) && kindOf(one) === routeKind && nameOf(one) === route,
      )
      .map((one) => ({
        path: describe(one),
        text: `metadata.name of ${describe(one)} must be another one than that of Sluice's own route (sluice:traffic.route): got the same`,
        fix: "set sluice:traffic.route to another name",
      })),
    notes: [
      ...taken.map(
        (one) =>
          `${describe(one)} is left out: the route of Sluice has its hosts (${hostsOf(one).join(", ")})`,
      ),
      ...ours
        .filter((one) => !isTaken(one))
        .map(({ object, own }) => {
          const where = own.length === 0 ? "every host" : own.join(", ");
          return `${describe(object)} (${where}) stays as it is: a way in that no weight governs`;
        }),
    ],
  };
}
