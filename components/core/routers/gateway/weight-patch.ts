import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testValue } from "../json-patch";
import { exchangeRules, removeRule } from "../match-terms";
import type { PatchOperation } from "../json-patch";
import type { MatchTerms } from "../../stage/match-terms";
import type { RouteView, WeightChange } from "../router";
import { endForeignRule, endOwnCopies } from "./end-canary";
import { rulesOf } from "./http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "./http-route";
import { findMatchRules, renderMatchRules } from "./match-rules";
import { findOwnRules } from "./own-rules";
import { foreignPlaces, plainNames, renderWeights, writeWeights } from "../weighted-rule";
import type { WeightedRule } from "../weighted-rule";

type Zeroable = Required<Pick<WeightChange, "weight" | "withoutCanary">>;

/** Weights of one rule; the canary's own filters are not stable's. */
function writeRule(
  rule: WeightedRule<BackendRef>,
  change: Zeroable,
  stable: string,
): readonly PatchOperation[] {
  const { filters: _, ...like } = rule.refs[rule.canary[0] ?? 0] as BackendRef;
  const at = `/spec/rules/${rule.index}/backendRefs`;
  return writeWeights<BackendRef>(rule, at, change, stable, like, plainNames());
}

/**
 * Patch operations of weight 0 that end a match and the traffic of others to the canary in this object, from the last
 * rule on: a removal moves the rules behind it.
 */
function endOthers(
  { object, live }: RouteView,
  settings: RouteSettings,
  own: readonly WeightedRule<BackendRef>[],
): readonly PatchOperation[] {
  // A rule of a user's own route is never taken away.
  const falls = own.length > 0 && !settings.traffic.isShared;
  const places = foreignPlaces(live);
  const rules = rulesOf(object as HttpRoute);
  const matched = findMatchRules(object as HttpRoute, settings);
  const operations = rules.map((rule, index): readonly PatchOperation[] => {
    const path = `/spec/rules/${index}`;
    if (matched.includes(index)) return removeRule(path, rule);
    const mine = own.find((one) => one.index === index);
    if (mine !== undefined) return endOwnCopies(rule.filters, mine.refs, path, settings);
    if (!places.has(`spec.rules[${index}]`)) return [];
    const value = endForeignRule(rule, settings, falls);
    return value === undefined
      ? removeRule(path, rule)
      : [testValue(path, rule), { op: "replace", path, value }];
  });
  return operations.toReversed().flat();
}

/**
 * Rules of the next match for the app's own; none where there is none.
 * @throws {RangeError} where a rule of the app has a name
 */
function rulesOfMatch(
  route: HttpRoute,
  settings: RouteSettings,
  own: readonly WeightedRule<BackendRef>[],
  terms: MatchTerms | undefined,
): readonly HttpRouteRule[] {
  if (terms === undefined) return [];
  const rules = rulesOf(route);
  const mine = own.map(({ index }) => rules[index] as HttpRouteRule);
  const named = mine.find(({ name }) => name !== undefined);
  if (named !== undefined)
    throw new RangeError(
      `Cannot send a match of "${settings.app}" to the canary: the app's rules must have no names, by which policies of others know them: got ${named.name}`,
    );
  return renderMatchRules(settings.app, mine, terms);
}

/**
 * Single patch that moves traffic, and with weight 0 ends the traffic that others sent to the canary in this object.
 * It ends a match as well, and only a write with a match leaves one.
 * @throws {RangeError} for a raise where the app's own rules are not as they were written
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  change: WeightChange,
): readonly PatchOperation[] {
  const route = view.object as HttpRoute;
  const rules = rulesOf(route);
  const own = findOwnRules(route, settings);
  return renderWeights(view, settings, change, {
    at: "/spec/rules",
    rules,
    own,
    write: (rule, weights) => writeRule(rule, weights, serviceNames(settings).stable),
    endForeign: () => endOthers(view, settings, own),
    exchangeBeside: ({ match }) =>
      change.weight === 0
        ? []
        : exchangeRules(
            "/spec/rules",
            rules,
            findMatchRules(route, settings),
            rulesOfMatch(route, settings, own, match),
          ),
  });
}
