import { readAnnotation } from "../../annotations";
import { objectNames } from "../../settings";
import { tracks } from "../../track";
import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findRulesAround, notReported, theirs, toLiveRoute } from "../live-route";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { findDamage } from "./damage";
import { findProbeKey, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute } from "./ingress-route";
import { ingressRoute } from "./kinds";
import { ownWeight } from "../weighted-rule";
import { findOwnRules } from "./own-rules";

/**
 * Whose a route is: Sluice's has its annotation or probe rules, and no probe rules of another app. A route of another
 * owner is offered by the configuration until the route writer was there.
 */
function ownerOf(route: IngressRoute, { app, traffic }: RouteSettings): RouteReading["kind"] {
  const names = objectNames(app);
  const probes = rulesOf(route).filter((rule) => findProbeKey(rule) !== undefined);
  const known: readonly string[] = tracks.map((track) => names.probe(track));
  if (probes.flatMap(servicesOf).some(({ name }) => !known.includes(name))) return "theirs";
  if (probes.length > 0 || readAnnotation(route.metadata, "epoch") !== undefined) return "ours";
  return traffic.isShared ? "offered" : "theirs";
}

/** Reads an IngressRoute as the API server returned it. */
export function readIngressRoute(
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const route = object as IngressRoute;
  const whose = ownerOf(route, settings);
  if (whose === "theirs") return theirs(ingressRoute.kind, object);
  const own = findOwnRules(route, settings);
  const places = new Set(own.map(({ index }) => `spec.routes[${index}]`));
  const here = findForeignRules(ingressRoute, route, settings, true, ({ at }) => places.has(at));
  const rules = [...here, ...findRulesAround(ingressRoute, route, settings, around)];
  const readiness = notReported("an IngressRoute");
  const damage = findDamage(route, settings);
  const { field } = ingressRoute;
  const live = toLiveRoute({ object, written: ownWeight(own), rules, around, damage, field, readiness });
  return { kind: whose, view: { object, live } };
}
