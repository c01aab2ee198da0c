import type { Settings } from "../../../settings";
import { hasMatch } from "../../../stage/exposure";
import { tracks } from "../../../track";
import { findMirror } from "../../mirror-service";
import { isApp } from "../rules/configured-rules";
import type { OwnRulesSettings } from "../rules/configured-rules";
import { mostRules, refsOf, weightOf } from "../http-route";
import type { BackendRef, HttpRouteRule } from "../http-route";
import { isProbeRule } from "../kinds";
import { matchesOf, pickRule } from "../rules/matches";
import { besideMirror, findOutranked } from "../rules/mirror-rules";
import { countHeaders, mostSet, withHeaders } from "../rules/set-headers";

/** Most matches that the API takes in all rules of one route. */
const mostMatches = 128;

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
  const { set, removed } = countHeaders(withHeaders(rule, settings.traffic?.headers));
  if (settings.traffic?.headers !== undefined && (set >= mostSet || removed > mostSet))
    return [
      {
        at: `${at}.filters`,
        rule: `set at most ${mostSet - 1} headers of answers and remove at most ${mostSet}, with those of sluice:edge.headers`,
        got: `${set} and ${removed}`,
        fix: "say a header at one place: in the filter of the rule, or in sluice:edge.headers",
      },
    ];
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

interface BesideEach {
  readonly rules: number;
  /** For each match of the app's rule. */
  readonly matches: number;
  readonly what: string;
}

/** Rules beside each of the app's: one of a probe for each track, and those of the stage that needs most. */
function besideEach(settings: BesideSettings): BesideEach {
  const mirror = findMirror(settings.stages ?? []);
  if (mirror !== undefined) {
    const { rules, matches } = besideMirror(mirror);
    const what = "two probe rules and those of the mirror";
    return { rules: tracks.length + rules, matches: tracks.length + matches, what };
  }
  const more = hasMatch(settings) ? 1 : 0;
  const what = more === 0 ? "two probe rules" : "two probe rules and one of the match";
  return { rules: tracks.length + more, matches: tracks.length + more, what };
}

/** Rules beside which a mirror would take requests that are not its own. */
function judgeMirror(
  rules: readonly HttpRouteRule[],
  own: readonly HttpRouteRule[],
  { stages = [] }: BesideSettings,
): readonly RuleProblem[] {
  if (findMirror(stages) === undefined) return [];
  const at = (rule: HttpRouteRule): string => `spec.rules[${rules.indexOf(rule)}]`;
  const bound = own.find((rule) => matchesOf(rule).some(({ method }) => method !== undefined));
  const copying = own.find(({ filters = [] }) => filters.some(({ type }) => type === "RequestMirror"));
  const outranked = findOutranked(
    own,
    rules.filter((rule) => !own.includes(rule) && !isProbeRule(rule)),
  );
  const found = (rule: HttpRouteRule | undefined, broken: string, got: string, fix: string) =>
    rule === undefined ? [] : [{ at: at(rule), rule: `${broken}, with a mirror in sluice:stages`, got, fix }];
  return [
    ...found(
      bound,
      "have no method",
      "one",
      "sluice:stages[].mirror.repeatable says which methods are copied",
    ),
    ...found(
      copying,
      "copy no requests",
      "RequestMirror",
      "leave the filter out, or begin with a small weight",
    ),
    ...found(
      outranked,
      "be for no header or parameter at a path of the app's",
      "one, before which a mirror's method would come",
      "give it a path of its own, or begin with a small weight",
    ),
  ];
}

/**
 * Problems of rules as a user wrote them, or as another owner's object has them, before the first write of Sluice.
 * @param rules - a backend of the app is named in each rule that is the app's
 * @param probePath - undefined where no probe rule is added
 */
export function findRuleProblems(
  rules: readonly HttpRouteRule[],
  probePath: string | undefined,
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
  const broken = [...found, ...judgeMirror(rules, own, settings)];
  if (broken.length > 0 || probePath === undefined) return broken;
  const others = rules.filter((rule) => !isProbeRule(rule)).length - own.length;
  const matches = (some: readonly HttpRouteRule[]): number =>
    some.reduce((sum, rule) => sum + matchesOf(rule).length, 0);
  const users = rules.filter((rule) => !isProbeRule(rule));
  const each = besideEach(settings);
  const needed = others + (1 + each.rules) * own.length;
  const neededMatches = matches(users) + each.matches * matches(own);
  if (needed > mostRules || neededMatches > mostMatches)
    return [
      {
        at: "spec.rules",
        rule: `leave room for ${each.what} beside each of the app's: at most ${mostRules} rules and ${mostMatches} matches with them`,
        got: `${needed} and ${neededMatches}`,
        fix: "give rules of others a route of their own, or join rules of the app that have the same filters",
      },
    ];
  return judgePath(rules, probePath, settings);
}
