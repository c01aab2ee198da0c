import type { Settings } from "../../../settings";
import { hasMatch } from "../../../stage/exposure";
import { isApp } from "../rules/configured-rules";
import type { OwnRulesSettings } from "../rules/configured-rules";
import { mostRules, refsOf } from "../http-route";
import type { CallMethod, HttpRouteRule, RouteMatch } from "../http-route";
import { isProbeRule } from "../kinds";
import { givenMatches } from "../rules/matches";
import type { RuleProblem } from "./rule-problems";

/** Whether a match of one rule and one of another may take the same call. */
function overlap({ method: a = {} }: RouteMatch, { method: b = {} }: RouteMatch): boolean {
  const [one, other] = [a, b] as [CallMethod, CallMethod];
  // The calls that an expression fits are not known.
  if (one.type === "RegularExpression" || other.type === "RegularExpression") return true;
  const alike = (x: string | undefined, y: string | undefined): boolean => !x || !y || x === y;
  return alike(one.service, other.service) && alike(one.method, other.method);
}

/**
 * Problems of a GRPCRoute's rules with a match. A header puts its rule ahead of those of others for a method where a
 * proxy orders rules by their length, as Traefik 3.7 does: testers' calls to another app would reach the canary.
 */
export function findCallProblems(
  rules: readonly HttpRouteRule[],
  settings: OwnRulesSettings & { readonly stages?: Settings["stages"] },
): readonly RuleProblem[] {
  if (!hasMatch(settings)) return [];
  const users = rules.filter((rule) => !isProbeRule(rule));
  const own = users.filter((rule) => refsOf(rule).some((ref) => isApp(ref, settings)));
  const matches = own.flatMap(givenMatches);
  const caught = users.find(
    (rule) =>
      !own.includes(rule) && givenMatches(rule).some((match) => matches.some((mine) => overlap(mine, match))),
  );
  const needed = users.length + own.length;
  return [
    ...(caught === undefined
      ? []
      : [
          {
            at: `spec.rules[${rules.indexOf(caught)}]`,
            rule: "take no calls that a rule of the app takes as well, with a match in sluice:stages",
            got: "calls of both, of which the match would take those of this rule",
            fix: "name the app's services in the app's rules, or begin with a small weight",
          },
        ]),
    ...(needed > mostRules
      ? [
          {
            at: "spec.rules",
            rule: `leave room for one of the match beside each of the app's: at most ${mostRules} rules with them`,
            got: String(needed),
            fix: "give rules of others a route of their own, or begin with a small weight",
          },
        ]
      : []),
  ];
}
