import type { RuleNames } from "../../../attached/place";
import type { HttpRoute, HttpRouteRule } from "../http-route";
import { isProbeRule } from "../kinds";
import { findOwnRules } from "./own-rules";
import type { OwnRulesSettings } from "./configured-rules";

/** Names of a route's rules, by whose they are. */
export function nameRules(route: HttpRoute, settings: OwnRulesSettings): RuleNames {
  const rules = route.spec.rules ?? [];
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const named = (isWanted: (index: number, rule: HttpRouteRule) => boolean): readonly string[] =>
    rules.flatMap((rule, index) => (rule.name !== undefined && isWanted(index, rule) ? [rule.name] : []));
  return {
    own: named((index) => own.has(index)),
    probes: rules.filter(isProbeRule).map(({ name }) => name),
    others: named((index, rule) => !own.has(index) && !isProbeRule(rule)),
  };
}
