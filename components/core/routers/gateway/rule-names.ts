import type { RuleNames } from "../../attached/place";
import type { HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { findOwnRules } from "./own-rules";
import type { OwnRulesSettings } from "./configured-rules";

/** Names of a route's rules, by whose they are. */
export function nameRules(route: HttpRoute, settings: OwnRulesSettings): RuleNames {
  const rules = route.spec.rules ?? [];
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const named = (isWanted: (index: number) => boolean): readonly string[] =>
    rules.flatMap(({ name }, index) => (name !== undefined && isWanted(index) ? [name] : []));
  return {
    own: named((index) => own.has(index)),
    probes: rules.filter(isProbeRule).map(({ name }) => name),
    others: named((index) => !own.has(index) && !isProbeRule(rules[index] ?? {})),
  };
}
