import { readAnnotation } from "../../annotations";
import { objectNames } from "../../settings";
import { findForeignRules } from "../foreign-rules";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { findRulesAround, notReported, theirs, toLiveRoute } from "../live-route";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { findPicks, isCanary, shareOf } from "./annotations";
import { findDamage } from "./damage";

/** Whether an Ingress is Sluice's: it has its annotation, or is the canary of this app as Pulumi made it. */
function isOurs(object: RouterObject, { app }: RouteSettings): boolean {
  if (readAnnotation(object.metadata, "epoch") !== undefined) return true;
  const targets = ingress.split(object).flatMap((split) => split.targets);
  const { canary } = objectNames(app);
  return (
    isCanary(object.metadata) && targets.length > 0 && targets.every(({ service }) => service === canary)
  );
}

/** Reads the canary Ingress as the API server returned it. */
export function readCanaryIngress(
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  const { metadata } = object;
  if (!isOurs(object, settings)) return theirs(ingress.kind, object);
  const own = isCanary(metadata) && findPicks(metadata).length === 0;
  // By header or cookie requests reach it whatever its weight is.
  const here = own ? [] : findForeignRules(ingress, object, settings, true);
  const rules = [...here, ...findRulesAround(ingress, object, settings, around)];
  const written = isCanary(metadata) ? shareOf(metadata) : 0;
  const nearby = around.find(({ kind }) => kind.kind === ingress.kind)?.objects;
  const damage = findDamage(object, nearby, settings);
  const readiness = notReported("an Ingress");
  const live = toLiveRoute({ object, written, rules, around, damage, readiness });
  return { kind: "ours", view: { object, live } };
}
