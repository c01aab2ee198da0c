import type { Settings } from "../../settings";
import { matchOf } from "../../stage/exposure";
import { callMatchesOf, mostRules } from "./call-rules";
import { isApp } from "./configured-rules";
import type { OwnRulesSettings } from "./configured-rules";
import { refsOf } from "./http-route";
import type { HttpRouteRule, RouteMatch } from "./http-route";
import { isProbeRule } from "./kinds";
import type { RuleProblem } from "./rule-problems";

interface MethodMatch {
  readonly type?: string;
  readonly service?: string;
  readonly method?: string;
}

/** Whether a match of one rule and one of another may take the same call. */
function overlap({ method: a = {} }: RouteMatch, { method: b = {} }: RouteMatch): boolean {
  const [one, other] = [a, b] as [MethodMatch, MethodMatch];
  // Nobody tells which calls an expression fits.
  if (one.type === "RegularExpression" || other.type === "RegularExpression") return true;
  const alike = (x: string | undefined, y: string | undefined): boolean => !x || !y || x === y;
  return alike(one.service, other.service) && alike(one.method, other.method);
}

/** Whether stages of a configuration send calls with a header to the canary. */
export const hasMatch = ({ stages = [] }: { readonly stages?: Settings["stages"] }): boolean =>
  stages.some((stage) => matchOf(stage) !== undefined);

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
  const matches = own.flatMap(callMatchesOf);
  const caught = users.find(
    (rule) =>
      !own.includes(rule) &&
      callMatchesOf(rule).some((match) => matches.some((mine) => overlap(mine, match))),
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
