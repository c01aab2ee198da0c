import { serviceNames } from "../../../settings";
import type { RouteSettings } from "../../foreign-rules";
import { testValue } from "../../json-patch";
import { exchangeRules, removeRule } from "../../match-terms";
import type { Beside } from "../../match-terms";
import type { PatchOperation } from "../../json-patch";
import type { MatchTerms } from "../../../stage/match-terms";
import type { RouteView, WeightChange } from "../../router";
import { endForeignRule, endOwnCopies } from "../rules/end-canary";
import { rulesOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "../http-route";
import { findMatchRules, renderMatchRules } from "../rules/match-rules";
import { isProbeRule } from "../kinds";
import { findMirrorRules, findOutranked, renderMirrorRules } from "../rules/mirror-rules";
import { findOwnRules } from "../rules/own-rules";
import { foreignPlaces, plainNames, renderWeights, writeWeights } from "../../weighted-rule";
import type { WeightedRule } from "../../weighted-rule";

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

/** Places of the rules of a match or mirror, in order. */
const findBeside = (route: HttpRoute, settings: RouteSettings): readonly number[] =>
  [
    ...findMatchRules(route, settings),
    ...findMirrorRules(route, settings).map(({ index }) => index),
  ].toSorted((a, b) => a - b);

/**
 * Patch operations of weight 0 that end a match or mirror and the traffic of others to the canary in this object, from the last
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
  const beside = findBeside(object as HttpRoute, settings);
  const operations = rules.map((rule, index): readonly PatchOperation[] => {
    const path = `/spec/rules/${index}`;
    if (beside.includes(index)) return removeRule(path, rule);
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
 * Rules of the next match or mirror for the app's own; none where there is neither.
 * @throws {RangeError} where a rule of the app has a name, or a mirror would take requests of others
 */
function rulesBeside(
  route: HttpRoute,
  settings: RouteSettings,
  own: readonly WeightedRule<BackendRef>[],
  { match, mirror }: Beside,
): readonly HttpRouteRule[] {
  if (match === undefined && mirror === undefined) return [];
  const rules = rulesOf(route);
  const mine = own.map(({ index }) => rules[index] as HttpRouteRule);
  const refuse = (text: string): never => {
    throw new RangeError(
      `Cannot send a ${mirror === undefined ? "match" : "mirror"} of "${settings.app}" to the canary: ${text}`,
    );
  };
  const named = mine.find(({ name }) => name !== undefined);
  if (named !== undefined)
    refuse(`the app's rules must have no names, by which policies of others know them: got ${named.name}`);
  if (mirror === undefined) return renderMatchRules(settings, mine, match as MatchTerms);
  const beside = findBeside(route, settings);
  const probes = rules.filter((rule, index) => isProbeRule(rule) && !beside.includes(index));
  const others = rules.filter(
    (rule, index) => !mine.includes(rule) && !isProbeRule(rule) && !beside.includes(index),
  );
  const outranked = findOutranked(mine, others);
  if (outranked !== undefined)
    refuse(
      `no rule of others may be for a header or parameter at a path of the app's, since a method comes before them: got spec.rules[${rules.indexOf(outranked)}]`,
    );
  return renderMirrorRules(settings, mine, probes, mirror);
}

/**
 * Single patch that moves traffic, and with weight 0 ends the traffic that others sent to the canary in this object.
 * It ends a match or mirror as well, and only a write with one leaves one.
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
    exchangeBeside: (next) =>
      change.weight === 0
        ? []
        : exchangeRules(
            "/spec/rules",
            rules,
            findBeside(route, settings),
            rulesBeside(route, settings, own, next),
          ),
  });
}
