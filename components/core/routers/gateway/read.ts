import { readAnnotation } from "../../annotations";
import { describeOwner } from "../../access/owner";
import type { ForeignRule } from "../../live";
import { objectNames } from "../../settings";
import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { findWriter, readMarks } from "../read-marks";
import type { RoutedKind, RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import type { HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { findDamage, findWeightedRule } from "./own-rules";
import { readReadiness } from "./readiness";

/** Whether a route is Sluice's: it has Sluice's annotation or probe rules, and none of another app. */
function isOurs(route: HttpRoute, { app }: RouteSettings): boolean {
  const names = objectNames(app);
  const probes = (route.spec.rules ?? []).filter(isProbeRule);
  const services = probes.flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));
  const known: readonly string[] = [names.stable, names.canary];
  return probes.length > 0
    ? services.every((name) => known.includes(name))
    : readAnnotation(route.metadata, "epoch") !== undefined;
}

/** Rules of others in this object and in those around it. */
function collectForeign(
  kind: RoutedKind,
  route: HttpRoute,
  settings: RouteSettings,
  around: readonly Around[],
): readonly ForeignRule[] {
  const weighted = findWeightedRule(route, settings)?.index;
  const here = findForeignRules(kind, route, settings, true, ({ at }) => at === `spec.rules[${weighted}]`);
  const { namespace, name } = route.metadata;
  const there = around.flatMap(({ kind: other, objects = [] }) =>
    objects
      .filter(
        ({ metadata }) => !(other === kind && metadata.namespace === namespace && metadata.name === name),
      )
      .flatMap((object) => findForeignRules(other, object, settings, false)),
  );
  return [...here, ...there];
}

/** Reads a route as the API server returned it. */
export function readGatewayRoute(
  kind: RoutedKind,
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const route = object as HttpRoute;
  const { metadata } = route;
  if (!isOurs(route, settings)) {
    const owner = `${kind.kind} ${metadata.namespace}/${metadata.name}${describeOwner(metadata)}`;
    return { kind: "theirs", owner };
  }
  const written = findWeightedRule(route, settings)?.weight ?? 0;
  const rules = collectForeign(kind, route, settings, around);
  const unseen = around.flatMap(({ objects, place }) => (objects === undefined ? [place] : []));
  const damage = findDamage(route, settings);
  const lastWriter = findWriter(metadata, kind.field);
  const live = {
    weight: Math.max(written, ...rules.map(({ weight }) => weight)),
    ...(rules.length === 0 ? {} : { foreign: { written, rules } }),
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(damage === undefined ? {} : { damage }),
    ...readMarks(metadata),
    ...(lastWriter === undefined ? {} : { lastWriter }),
    readiness: readReadiness(route),
  };
  return { kind: "ours", view: { object, live } };
}
