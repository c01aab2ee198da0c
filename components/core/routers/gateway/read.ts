import { readAnnotation } from "../../annotations";
import type { ForeignRule } from "../../live";
import { objectNames } from "../../settings";
import { tracks } from "../../track";
import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findRulesAround, theirs, toLiveRoute } from "../live-route";
import type { RoutedKind, RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { rulesOf } from "./http-route";
import type { HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { findDamage } from "./damage";
import { ownWeight } from "../weighted-rule";
import { findOwnRules } from "./own-rules";
import { readReadiness } from "./readiness";

/**
 * Whose a route is: Sluice's has its annotation or probe rules, and no probe rules of another app. A route of another
 * owner is offered by the configuration until the route writer was there.
 */
function ownerOf(route: HttpRoute, { app, traffic }: RouteSettings): RouteReading["kind"] {
  const names = objectNames(app);
  const probes = rulesOf(route).filter(isProbeRule);
  const services = probes.flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));
  const known = new Set(tracks.flatMap((track) => [names.track(track), names.probe(track)]));
  if (services.some((name) => !known.has(name))) return "theirs";
  if (probes.length > 0 || readAnnotation(route.metadata, "epoch") !== undefined) return "ours";
  return traffic.isShared ? "offered" : "theirs";
}

/** Rules of others in this object and in those around it. */
function collectForeign(
  kind: RoutedKind,
  route: HttpRoute,
  settings: RouteSettings,
  around: readonly Around[],
): readonly ForeignRule[] {
  const own = new Set(findOwnRules(route, settings).map(({ index }) => `spec.rules[${index}]`));
  const here = findForeignRules(kind, route, settings, true, ({ at }) => own.has(at));
  return [...here, ...findRulesAround(kind, route, settings, around)];
}

/** Reads a route as the API server returned it. */
export function readGatewayRoute(
  kind: RoutedKind,
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const route = object as HttpRoute;
  const whose = ownerOf(route, settings);
  if (whose === "theirs") return theirs(kind.kind, object);
  const written = ownWeight(findOwnRules(route, settings));
  const rules = collectForeign(kind, route, settings, around);
  const damage = findDamage(route, settings);
  const { field } = kind;
  const readiness = readReadiness(route);
  const live = toLiveRoute({ object, written, rules, around, damage, field, readiness });
  return { kind: whose, view: { object, live } };
}
