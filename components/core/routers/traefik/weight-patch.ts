import { objectNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testEpoch, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, WeightChange } from "../router";
import { isCanary, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, ServiceRef } from "./ingress-route";
import { findOwnRules } from "./own-rules";
import type { WeightedRule } from "./own-rules";

const test = (path: string, value: unknown): PatchOperation => ({ op: "test", path, value });

const replace = (path: string, value: unknown): PatchOperation => ({ op: "replace", path, value });

/** Both weights at the places where the Services are; a rule that lost stable gets it back, like the canary. */
function writeWeights(
  { index, stable, canary, refs }: WeightedRule,
  { weight, withoutCanary }: Required<Pick<WeightChange, "weight" | "withoutCanary">>,
  app: string,
): readonly PatchOperation[] {
  const names = objectNames(app);
  const at = `/spec/routes/${index}/services`;
  const share = (place: number, value: number): PatchOperation => ({
    op: "add",
    path: `${at}/${place}/weight`,
    value,
  });
  const like = refs[canary[0] as number] as ServiceRef;
  const lost: PatchOperation = {
    op: "add",
    path: `${at}/-`,
    value: { ...like, name: names.stable, weight: 100 - weight },
  };
  return [
    ...stable.map((place) => test(`${at}/${place}/name`, names.stable)),
    ...canary.map((place) => test(`${at}/${place}/name`, names.canary)),
    ...stable.map((place, nth) => share(place, nth === 0 ? 100 - weight : 0)),
    ...canary.map((place, nth) => share(place, nth === 0 ? weight : 0)),
    ...(stable.length === 0 ? [lost] : []),
    ...(weight === 0 && withoutCanary
      ? canary.toReversed().map((place): PatchOperation => ({ op: "remove", path: `${at}/${place}` }))
      : []),
  ];
}

/**
 * Patch operations that point the canary's place in foreign rules of this object at stable. A weight of 0 would not do:
 * without endpoints of the canary Traefik would leave the whole rule out.
 */
function endForeign({ object, live }: RouteView, settings: RouteSettings): readonly PatchOperation[] {
  const { stable } = objectNames(settings.app);
  const places = new Set(live.foreign?.rules.flatMap((one) => (one.own ? [one.rule] : [])));
  return rulesOf(object as IngressRoute).flatMap((rule, index) =>
    places.has(`spec.routes[${index}]`)
      ? servicesOf(rule).flatMap((ref, at) => {
          const path = `/spec/routes/${index}/services/${at}/name`;
          return isCanary(ref, settings) ? [test(path, ref.name), replace(path, stable)] : [];
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
    ...(guard === "exact" ? [test("/spec/routes", rulesOf(object)), testEpoch(object.metadata)] : []),
    ...findOwnRules(object, settings).flatMap((rule) =>
      writeWeights(rule, { weight, withoutCanary }, settings.app),
    ),
    ...(weight === 0 ? endForeign(view, settings) : []),
    ...writeMarks(object.metadata, marks),
  ];
}
