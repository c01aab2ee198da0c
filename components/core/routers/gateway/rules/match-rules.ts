import { objectNames } from "../../../settings";
import { toHeaderTerms } from "../../../stage/match-terms";
import type { MatchTerms } from "../../../stage/match-terms";
import { readMatch } from "../../match-terms";
import type { OwnRulesSettings } from "./configured-rules";
import { isCanary } from "./end-canary";
import { refsOf, rulesOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule, RouteMatch } from "../http-route";
import { givenMatches, haveSameMatches, matchesOf } from "./matches";
import { findOwnRules } from "./own-rules";

/** Requests of a rule that have the header of a match: one header more, so that its rule comes first. */
function narrow(
  rule: HttpRouteRule,
  { traffic }: OwnRulesSettings,
  terms: MatchTerms,
): readonly RouteMatch[] {
  // Matches of calls have no path.
  const matches = traffic?.routeKind === "GRPCRoute" ? givenMatches(rule) : matchesOf(rule);
  return matches.map((match) => ({ ...match, headers: [...(match.headers ?? []), toHeaderTerms(terms)] }));
}

/**
 * Rules that send a match's requests to the canary, one for each of the app's own, which they are like otherwise.
 * @param own - each with the canary among its backends
 */
export function renderMatchRules(
  settings: OwnRulesSettings,
  own: readonly HttpRouteRule[],
  terms: MatchTerms,
): readonly HttpRouteRule[] {
  const { canary } = objectNames(settings.app);
  return own.map((rule) => {
    const like = refsOf(rule).find(({ name }) => name === canary) as BackendRef;
    const { name: _name, ...rest } = rule;
    return { ...rest, matches: narrow(rule, settings, terms), backendRefs: [{ ...like, weight: 1 }] };
  });
}

/**
 * Places of the rules by which a match's requests reach the canary: as the route writer's last match has it, and to the
 * canary alone. Any other rule that leads there is somebody else's.
 */
export function findMatchRules(route: HttpRoute, settings: OwnRulesSettings): readonly number[] {
  const terms = readMatch(route.metadata);
  if (terms === undefined) return [];
  const rules = rulesOf(route);
  const wanted = findOwnRules(route, settings).map(({ index }) => ({
    matches: narrow(rules[index] as HttpRouteRule, settings, terms),
  }));
  return rules.flatMap((rule, index) => {
    const [ref, ...more] = refsOf(rule);
    const isOurs = more.length === 0 && isCanary(ref, settings);
    return isOurs && wanted.some((one) => haveSameMatches(one, rule)) ? [index] : [];
  });
}
