import type { Settings } from "../../settings";
import { matchOf } from "../../stage/exposure";
import { tracks } from "../../track";
import { isApp } from "./configured-rules";
import type { OwnRulesSettings } from "./configured-rules";
import { weightOf, refsOf } from "./http-route";
import type { BackendRef, HttpRouteRule } from "./http-route";
import { isProbeRule } from "./kinds";
import { matchesOf, pickRule } from "./matches";

/** Most rules that the API takes in one route, and most matches in all of them. */
const most = { rules: 16, matches: 128 } as const;

/** Broken rule of a route: what its part must do, and what it does. */
export interface RuleProblem {
  /** For example `spec.rules[2]`. */
  readonly at: string;
  /** Continues a sentence after "must". */
  readonly rule: string;
  readonly got: string;
  readonly fix: string;
}

const describe = (refs: readonly BackendRef[]): string =>
  refs.map((ref) => `${ref.name} ${weightOf(ref)}`).join(", ");

function judgeRule(rule: HttpRouteRule, at: string, settings: OwnRulesSettings): readonly RuleProblem[] {
  const carrying = refsOf(rule).filter((ref) => weightOf(ref) > 0);
  const ours = carrying.filter((ref) => isApp(ref, settings));
  const [first] = ours;
  if (first === undefined) return [];
  if ("sessionPersistence" in rule)
    return [
      {
        at: `${at}.sessionPersistence`,
        rule: "be unset, since no weight ends the sessions that it pins to the canary",
        got: JSON.stringify(rule.sessionPersistence),
        fix: "leave it out, and keep sessions where all pods find them: a cookie of the app's own, or a store",
      },
    ];
  const got = describe(carrying);
  if (ours.length < carrying.length)
    return [
      {
        at,
        rule: `have no backends but "${settings.app}", since it leads to it`,
        got,
        fix: "end the split: give the other backends a rule of their own, or weight 0",
      },
    ];
  if (ours.length > 1)
    return [
      {
        at,
        rule: "be no split that is live already",
        got,
        fix: "end it where it was begun: one backend with all the weight, weight 0 for the others",
      },
    ];
  return [];
}

/** Rules that lead to the app, apart from Sluice's own probe rules. */
const isOwn = (rule: HttpRouteRule, settings: OwnRulesSettings): boolean =>
  !isProbeRule(rule) && refsOf(rule).some((ref) => isApp(ref, settings));

/** Reason why requests for a path would not meet the app's rules, and so neither its probe rules. */
function judgePath(
  rules: readonly HttpRouteRule[],
  path: string,
  settings: OwnRulesSettings,
): readonly RuleProblem[] {
  const users = rules.filter((rule) => !isProbeRule(rule));
  const at = pickRule(users, path);
  if (at !== undefined && isOwn(users[at] as HttpRouteRule, settings)) return [];
  const got =
    at === undefined ? "no rule that takes it" : `spec.rules[${rules.indexOf(users[at] as HttpRouteRule)}]`;
  return [
    {
      at: "spec.rules",
      rule: `send ${path}, which probes request, to "${settings.app}"`,
      got,
      fix: "give sluice:traffic.probePath a path that a rule of the app takes",
    },
  ];
}

/** Settings by which it is known how many rules Sluice puts beside each of the app's. */
type BesideSettings = OwnRulesSettings & { readonly stages?: Settings["stages"] };

/** Rules beside each of the app's: one of a probe for each track, and that of a match where a stage has one. */
const besideEach = ({ stages = [] }: BesideSettings): number =>
  tracks.length + (stages.some((stage) => matchOf(stage) !== undefined) ? 1 : 0);

/**
 * Problems of rules as a user wrote them, or as another owner's object has them, before the first write of Sluice.
 * @param rules - a backend of the app is named in each rule that is the app's
 */
export function findRuleProblems(
  rules: readonly HttpRouteRule[],
  probePath: string,
  settings: BesideSettings,
): readonly RuleProblem[] {
  const own = rules.filter((rule) => isOwn(rule, settings));
  const name = settings.traffic?.service ?? settings.app;
  if (own.length === 0)
    return [
      {
        at: "spec.rules",
        rule: `have a rule with the backend ${name}`,
        got: "none",
        fix: "sluice:traffic.service names the Service that the rules have",
      },
    ];
  const found = rules.flatMap((rule, at) => judgeRule(rule, `spec.rules[${at}]`, settings));
  if (found.length > 0) return found;
  const others = rules.filter((rule) => !isProbeRule(rule)).length - own.length;
  const matches = (some: readonly HttpRouteRule[]): number =>
    some.reduce((sum, rule) => sum + matchesOf(rule).length, 0);
  const users = rules.filter((rule) => !isProbeRule(rule));
  const each = besideEach(settings);
  const [needed, neededMatches] = [others + (1 + each) * own.length, matches(users) + each * matches(own)];
  if (needed > most.rules || neededMatches > most.matches)
    return [
      {
        at: "spec.rules",
        rule: `leave room for ${each === tracks.length ? "two probe rules" : "two probe rules and one of the match"} beside each of the app's: at most ${most.rules} rules and ${most.matches} matches with them`,
        got: `${needed} and ${neededMatches}`,
        fix: "give rules of others a route of their own, or join rules of the app that have the same filters",
      },
    ];
  return judgePath(rules, probePath, settings);
}
