import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findRulesAround, notReported, theirs, toLiveRoute } from "../live-route";
import { ownerOf } from "../route-owner";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { ownWeight } from "../weighted-rule";
import { findBesideRules } from "./beside-rules";
import { findDamage } from "./damage";
import { virtualService } from "./kinds";
import { findOwnRules } from "./own-rules";
import type { VirtualService } from "./virtual-service";

/** Reads a VirtualService as the API server returned it. */
export function readVirtualService(
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const route = object as VirtualService;
  const probes = virtualService.split(object).filter(({ probe }) => probe);
  const probed = probes.flatMap(({ targets }) => targets.map(({ service }) => service));
  const whose = ownerOf(object, probed, settings);
  if (whose === "theirs") return theirs(virtualService.kind, object);
  const own = findOwnRules(route, settings);
  const beside = findBesideRules(route, settings).filter(({ isWritten }) => isWritten);
  const places = new Set([...own, ...beside].map(({ index }) => `spec.http[${index}]`));
  const mirrored = new Set(
    beside.filter(({ of }) => of === "mirror").map(({ index }) => `spec.http[${index}]`),
  );
  const here = findForeignRules(virtualService, object, settings, true, ({ at }) => places.has(at)).filter(
    ({ rule }) => !mirrored.has(rule),
  );
  const rules = [...here, ...findRulesAround(virtualService, object, settings, around)];
  // A status of Istio's may be of an older write, and has no word for one that its proxies took.
  const readiness = notReported("a VirtualService");
  const damage = findDamage(route, settings);
  const { field } = virtualService;
  const found = {
    object,
    written: ownWeight(own),
    matches: beside.some(({ of }) => of === "match"),
    mirrors: mirrored.size > 0,
  };
  const live = toLiveRoute({ ...found, rules, around, damage, field, readiness });
  return { kind: whose, view: { object, live } };
}
