import type { ForeignRule } from "../../live";
import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findRulesAround, theirs, toLiveRoute } from "../live-route";
import type { RoutedKind, RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { rulesOf } from "./http-route";
import type { HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { ownerOf } from "../route-owner";
import { findDamage } from "./damage";
import { ownWeight } from "../weighted-rule";
import { findMatchRules } from "./rules/match-rules";
import { findMirrorRules } from "./rules/mirror-rules";
import { findOwnRules } from "./rules/own-rules";
import { readReadiness } from "./readiness";

/** Rules of others in this object and in those around it. */
function collectForeign(
  kind: RoutedKind,
  route: HttpRoute,
  settings: RouteSettings,
  around: readonly Around[],
): readonly ForeignRule[] {
  const places = [
    ...findOwnRules(route, settings).map(({ index }) => index),
    ...findMatchRules(route, settings),
  ];
  const own = new Set(places.map((index) => `spec.rules[${index}]`));
  const written = findMirrorRules(route, settings).filter(({ isWritten }) => isWritten);
  const mirrored = new Set(written.map(({ index }) => `spec.rules[${index}]`));
  const here = findForeignRules(kind, route, settings, true, ({ at }) => own.has(at)).filter(
    ({ rule }) => !mirrored.has(rule),
  );
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
  const probes = rulesOf(route).filter(isProbeRule);
  const probed = probes.flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));
  const whose = ownerOf(object, probed, settings);
  if (whose === "theirs") return theirs(kind.kind, object);
  const written = ownWeight(findOwnRules(route, settings));
  const rules = collectForeign(kind, route, settings, around);
  const damage = findDamage(route, settings);
  const { field } = kind;
  const readiness = readReadiness(route);
  const matches = findMatchRules(route, settings).length > 0;
  const mirrors = findMirrorRules(route, settings).some(({ copies }) => copies);
  const live = toLiveRoute({ object, written, matches, mirrors, rules, around, damage, field, readiness });
  return { kind: whose, view: { object, live } };
}
