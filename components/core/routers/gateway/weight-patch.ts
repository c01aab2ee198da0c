import { objectNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testEpoch, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, WeightChange } from "../router";
import { endForeignRule, endOwnCopies } from "./end-canary";
import { rulesOf } from "./http-route";
import type { BackendRef, HttpRoute } from "./http-route";
import { findOwnRules } from "./own-rules";
import type { WeightedRule } from "./own-rules";

const test = (path: string, value: unknown): PatchOperation => ({ op: "test", path, value });

/** Both weights at the places where the backends are; a rule that lost stable gets it back, like the canary. */
function writeWeights(
  { index, stable, canary, refs }: WeightedRule,
  { weight, withoutCanary }: Required<Pick<WeightChange, "weight" | "withoutCanary">>,
  app: string,
): readonly PatchOperation[] {
  const names = objectNames(app);
  const at = `/spec/rules/${index}/backendRefs`;
  const share = (place: number, value: number): PatchOperation => ({
    op: "add",
    path: `${at}/${place}/weight`,
    value,
  });
  const { filters: _, ...like } = refs[canary[0] ?? 0] as BackendRef;
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
 * Patch operations that end the traffic of others to the canary in this object, from the last rule on: a removal moves
 * the rules behind it.
 */
function endForeign(
  { object, live }: RouteView,
  settings: RouteSettings,
  own: readonly WeightedRule[],
): readonly PatchOperation[] {
  // A rule of a user's own route is never taken away.
  const falls = own.length > 0 && !settings.traffic.isShared;
  const places = new Set(live.foreign?.rules.flatMap((one) => (one.own ? [one.rule] : [])));
  const rules = rulesOf(object as HttpRoute);
  const operations = rules.map((rule, index): readonly PatchOperation[] => {
    const path = `/spec/rules/${index}`;
    const mine = own.find((one) => one.index === index);
    if (mine !== undefined) return endOwnCopies(rule.filters, mine.refs, path, settings);
    if (!places.has(`spec.rules[${index}]`)) return [];
    const value = endForeignRule(rule, settings, falls);
    return [test(path, rule), value === undefined ? { op: "remove", path } : { op: "replace", path, value }];
  });
  return operations.toReversed().flat();
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
  const object = view.object as HttpRoute;
  const own = findOwnRules(object, settings);
  const { damage } = view.live;
  if (weight > 0 && (own.length === 0 || damage !== undefined)) {
    throw new RangeError(`Cannot write ${weight} % to the route of "${settings.app}": ${damage?.text}`);
  }
  const rules = rulesOf(object);
  return [
    ...(guard === "exact" ? [test("/spec/rules", rules), testEpoch(object.metadata)] : []),
    ...own.flatMap((rule) => writeWeights(rule, { weight, withoutCanary }, settings.app)),
    ...(weight === 0 ? endForeign(view, settings, own) : []),
    ...writeMarks(object.metadata, marks),
  ];
}
