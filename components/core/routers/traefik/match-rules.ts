import { objectNames } from "../../settings";
import type { MatchTerms } from "../../stage/match-terms";
import { readMatch } from "../match-terms";
import { isCanary, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, RouteRule, ServiceRef } from "./ingress-route";
import { narrowTo } from "./match";
import { findOwnRules } from "./own-rules";

/**
 * Rules that send a match's requests to the canary, ahead of the app's own, which they are like otherwise. The Service
 * of probes, of weight 0, keeps the name by which Traefik counts the canary's requests.
 * @param own - each with the canary among its Services
 */
export function renderMatchRules(
  app: string,
  own: readonly RouteRule[],
  terms: MatchTerms,
): readonly RouteRule[] {
  const { canary, canaryProbe } = objectNames(app);
  return own.map((rule) => {
    const like = servicesOf(rule).find(({ name }) => name === canary) as ServiceRef;
    return {
      ...rule,
      ...narrowTo(rule, terms),
      services: [
        { ...like, weight: 100 },
        { ...like, name: canaryProbe, weight: 0 },
      ],
    };
  });
}

/**
 * Places of the rules by which a match's requests reach the canary: as the route writer's last match has it, and to the
 * canary alone. Any other rule that leads there is somebody else's.
 */
export function findMatchRules(route: IngressRoute, settings: OwnSettings): readonly number[] {
  const terms = readMatch(route.metadata);
  if (terms === undefined) return [];
  const rules = rulesOf(route);
  const wanted = findOwnRules(route, settings).map(
    ({ index }) => narrowTo(rules[index] as RouteRule, terms).match,
  );
  return rules.flatMap((rule, index) =>
    servicesOf(rule).length > 0 &&
    servicesOf(rule).every((ref) => isCanary(ref, settings)) &&
    wanted.includes(rule.match)
      ? [index]
      : [],
  );
}
