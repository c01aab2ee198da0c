import type { RouteSettings } from "../foreign-rules";
import { testValue } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, WeightChange } from "../router";
import { endForeignRule, endOwnCopies } from "./end-canary";
import { rulesOf } from "./http-route";
import type { BackendRef, HttpRoute } from "./http-route";
import { findOwnRules } from "./own-rules";
import { foreignPlaces, plainNames, renderWeights, writeWeights } from "../weighted-rule";
import type { WeightedRule } from "../weighted-rule";

type Zeroable = Required<Pick<WeightChange, "weight" | "withoutCanary">>;

/** Weights of one rule; the canary's own filters are not stable's. */
function writeRule(rule: WeightedRule<BackendRef>, change: Zeroable, app: string): readonly PatchOperation[] {
  const { filters: _, ...like } = rule.refs[rule.canary[0] ?? 0] as BackendRef;
  const at = `/spec/rules/${rule.index}/backendRefs`;
  return writeWeights<BackendRef>(rule, at, change, app, like, plainNames());
}

/**
 * Patch operations that end the traffic of others to the canary in this object, from the last rule on: a removal moves
 * the rules behind it.
 */
function endForeign(
  { object, live }: RouteView,
  settings: RouteSettings,
  own: readonly WeightedRule<BackendRef>[],
): readonly PatchOperation[] {
  // A rule of a user's own route is never taken away.
  const falls = own.length > 0 && !settings.traffic.isShared;
  const places = foreignPlaces(live);
  const rules = rulesOf(object as HttpRoute);
  const operations = rules.map((rule, index): readonly PatchOperation[] => {
    const path = `/spec/rules/${index}`;
    const mine = own.find((one) => one.index === index);
    if (mine !== undefined) return endOwnCopies(rule.filters, mine.refs, path, settings);
    if (!places.has(`spec.rules[${index}]`)) return [];
    const value = endForeignRule(rule, settings, falls);
    return [
      testValue(path, rule),
      value === undefined ? { op: "remove", path } : { op: "replace", path, value },
    ];
  });
  return operations.toReversed().flat();
}

/**
 * Single patch that moves traffic, and with weight 0 ends the traffic that others sent to the canary in this object.
 * @throws {RangeError} for a raise where the app's own rules are not as they were written
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  change: WeightChange,
): readonly PatchOperation[] {
  const route = view.object as HttpRoute;
  const own = findOwnRules(route, settings);
  return renderWeights(view, settings, change, {
    at: "/spec/rules",
    rules: rulesOf(route),
    own,
    write: (rule, weights) => writeRule(rule, weights, settings.app),
    endForeign: () => endForeign(view, settings, own),
  });
}
