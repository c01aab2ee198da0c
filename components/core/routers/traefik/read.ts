import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findRulesAround, notReported, theirs, toLiveRoute } from "../live-route";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { ownerOf } from "../route-owner";
import { findDamage } from "./damage";
import { findProbeKey, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute } from "./ingress-route";
import { ingressRoute } from "./kinds";
import { ownWeight } from "../weighted-rule";
import { findMatchRules } from "./match-rules";
import { findMirrorRules, withoutMirror } from "./mirror";
import { findOwnRules } from "./own-rules";

/** Reads an IngressRoute as the API server returned it. */
export function readIngressRoute(
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const route = object as IngressRoute;
  const probes = rulesOf(route).filter((rule) => findProbeKey(rule) !== undefined);
  const probed = probes.flatMap((rule) => servicesOf(rule).map(({ name }) => name));
  const whose = ownerOf(object, probed, settings);
  if (whose === "theirs") return theirs(ingressRoute.kind, object);
  const own = findOwnRules(route, settings);
  const matched = findMatchRules(route, settings);
  const mirrored = findMirrorRules(route, settings);
  const places = new Set(
    [...own.map(({ index }) => index), ...matched, ...mirrored].map((at) => `spec.routes[${at}]`),
  );
  const here = findForeignRules(ingressRoute, route, settings, true, ({ at }) => places.has(at));
  const rules = [...here, ...findRulesAround(ingressRoute, route, settings, withoutMirror(around, settings))];
  const readiness = notReported("an IngressRoute");
  const damage = findDamage(route, settings);
  const { field } = ingressRoute;
  const found = {
    object,
    written: ownWeight(own),
    matches: matched.length > 0,
    mirrors: mirrored.length > 0,
  };
  const live = toLiveRoute({ ...found, rules, around, damage, field, readiness });
  return { kind: whose, view: { object, live } };
}
