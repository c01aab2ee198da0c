import type { RuleNames } from "../../attached/place";
import type { HttpRoute } from "./http-route";
import { isProbeRule } from "./kinds";
import { findWeightedRule } from "./own-rules";
import type { OwnRulesSettings } from "./own-rules";

/** Names of a route's rules, by whose they are. */
export function nameRules(route: HttpRoute, settings: OwnRulesSettings): RuleNames {
  const rules = route.spec.rules ?? [];
  const weighted = findWeightedRule(route, settings)?.index;
  const named = (isWanted: (index: number) => boolean): readonly string[] =>
    rules.flatMap(({ name }, index) => (name !== undefined && isWanted(index) ? [name] : []));
  return {
    own: named((index) => index === weighted),
    probes: rules.filter(isProbeRule).map(({ name }) => name),
    others: named((index) => index !== weighted && !isProbeRule(rules[index] ?? {})),
  };
}
