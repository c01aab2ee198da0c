import { objectNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testEpoch, testValue, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, WeightChange } from "../router";
import { isCanary, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, ServiceRef } from "./ingress-route";
import { findOwnRules } from "./own-rules";
import { foreignPlaces, writeWeights } from "../weighted-rule";
import type { WeightedRule } from "../weighted-rule";

const replace = (path: string, value: unknown): PatchOperation => ({ op: "replace", path, value });

type Zeroable = Required<Pick<WeightChange, "weight" | "withoutCanary">>;

/** Weights of one rule. */
function writeRule(rule: WeightedRule<ServiceRef>, change: Zeroable, app: string): readonly PatchOperation[] {
  const like = rule.refs[rule.canary[0] as number] as ServiceRef;
  return writeWeights(rule, `/spec/routes/${rule.index}/services`, change, app, like);
}

/**
 * Patch operations that point the canary's place in foreign rules of this object at stable. A weight of 0 would not do:
 * without endpoints of the canary Traefik would leave the whole rule out.
 */
function endForeign({ object, live }: RouteView, settings: RouteSettings): readonly PatchOperation[] {
  const { stable } = objectNames(settings.app);
  const places = foreignPlaces(live);
  return rulesOf(object as IngressRoute).flatMap((rule, index) =>
    places.has(`spec.routes[${index}]`)
      ? servicesOf(rule).flatMap((ref, at) => {
          const path = `/spec/routes/${index}/services/${at}/name`;
          return isCanary(ref, settings) ? [testValue(path, ref.name), replace(path, stable)] : [];
        })
      : [],
  );
}

/**
 * Single patch that moves traffic: tests, both weights of each rule of the app, the new epoch, and the reason for zero. A write of weight 0
 * also ends the traffic that others sent to the canary in this object.
 * @throws {RangeError} for a raise where the app's own rules are not as they were written
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  { weight, guard, withoutCanary = false, ...marks }: WeightChange,
): readonly PatchOperation[] {
  const object = view.object as IngressRoute;
  const { damage } = view.live;
  if (weight > 0 && damage !== undefined)
    throw new RangeError(`Cannot write ${weight} % to the route of "${settings.app}": ${damage.text}`);
  return [
    ...(guard === "exact" ? [testValue("/spec/routes", rulesOf(object)), testEpoch(object.metadata)] : []),
    ...findOwnRules(object, settings).flatMap((rule) =>
      writeRule(rule, { weight, withoutCanary }, settings.app),
    ),
    ...(weight === 0 ? endForeign(view, settings) : []),
    ...writeMarks(object.metadata, marks),
  ];
}
