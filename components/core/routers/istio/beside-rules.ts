import { objectNames } from "../../settings";
import { toHeaderTerms } from "../../stage/match-terms";
import type { MatchTerms } from "../../stage/match-terms";
import type { MirrorTerms } from "../../stage/mirror-terms";
import { plain } from "../gateway/plain";
import { readMatch, readMirror, removeRule } from "../match-terms";
import type { Beside } from "../match-terms";
import type { PatchOperation } from "../json-patch";
import { findOwnRules } from "./own-rules";
import { hostNames, isCanary, isTrack, matchesOf, refsOf, rulesOf } from "./virtual-service";
import type { HttpMatch, HttpRule, OwnSettings, RouteDestination, VirtualService } from "./virtual-service";

/** Requests that are never copied, by method: upgraded connections, and calls that stream. */
const neverCopied: Readonly<Record<string, Pick<HttpMatch, "withoutHeaders">>> = {
  GET: { withoutHeaders: { upgrade: { regex: ".*" } } },
  POST: { withoutHeaders: { "content-type": { prefix: "application/grpc" } } },
};

/** Condition by which a match is told from other requests. */
function ofMatch(terms: MatchTerms): HttpMatch {
  const { name, type, value } = toHeaderTerms(terms);
  return { headers: { [name.toLowerCase()]: type === "Exact" ? { exact: value } : { regex: value } } };
}

/** Conditions of the requests that a mirror copies, by method. */
const ofMirror = ({ repeatable }: MirrorTerms): readonly HttpMatch[] =>
  repeatable.map((method) => ({ method: { exact: method }, ...neverCopied[method] }));

/** Both conditions in one. */
const join = (one: HttpMatch, other: HttpMatch): HttpMatch => ({
  ...one,
  ...other,
  ...(other.headers && { headers: { ...one.headers, ...other.headers } }),
  ...(other.withoutHeaders && { withoutHeaders: { ...one.withoutHeaders, ...other.withoutHeaders } }),
});

/** The one destination of a track among those of a rule, for all requests. */
function toTrack(rule: HttpRule, track: "stable" | "canary", settings: OwnSettings): RouteDestination {
  const { weight: _, ...like } = refsOf(rule).find((ref) =>
    isTrack(ref, track, settings),
  ) as RouteDestination;
  return like;
}

function toMatchRule(whole: HttpRule, terms: MatchTerms, settings: OwnSettings): HttpRule {
  const { name: _, ...rule } = whole;
  return {
    ...rule,
    match: matchesOf(rule).map((one) => join(one, ofMatch(terms))),
    route: [toTrack(rule, "canary", settings)],
  };
}

function toMirrorRule(whole: HttpRule, terms: MirrorTerms, settings: OwnSettings): HttpRule {
  const { name: _, ...rule } = whole;
  const stable = toTrack(rule, "stable", settings);
  const match = matchesOf(rule).flatMap((one) => ofMirror(terms).map((other) => join(one, other)));
  const { destination } = hostNames.rename(stable, objectNames(settings.app).canaryMirror);
  return { ...rule, match, route: [stable], mirror: destination, mirrorPercentage: { value: terms.percent } };
}

/** The rule of a match or mirror that goes directly ahead of one of the app's; undefined where there is neither. */
export function renderBesideRule(
  rule: HttpRule,
  { match, mirror }: Beside,
  settings: OwnSettings,
): HttpRule | undefined {
  if (match !== undefined) return toMatchRule(rule, match, settings);
  return mirror === undefined ? undefined : toMirrorRule(rule, mirror, settings);
}

/** A rule of a match or mirror in a live route. */
export interface BesideRule {
  readonly index: number;
  readonly of: "match" | "mirror";
  /** It is as it was written: else another writer was at it, and it still goes with its stage. */
  readonly isWritten: boolean;
}

/** The rules of the route writer's last match or mirror. */
export function findBesideRules(route: VirtualService, settings: OwnSettings): readonly BesideRule[] {
  const [match, mirror] = [readMatch(route.metadata), readMirror(route.metadata)];
  const rules = rulesOf(route);
  const own = findOwnRules(route, settings).filter(
    ({ stable, canary }) => stable.length > 0 && canary.length > 0,
  );
  const wanted = own.flatMap(({ index }) => {
    const rule = rules[index] as HttpRule;
    return [
      ...(match === undefined ? [] : [{ of: "match" as const, rule: toMatchRule(rule, match, settings) }]),
      ...(mirror === undefined
        ? []
        : [{ of: "mirror" as const, rule: toMirrorRule(rule, mirror, settings) }]),
    ];
  });
  const parts = ({ route: to, mirror: copies, mirrors, mirrorPercentage }: HttpRule): string =>
    plain([to ?? [], copies ?? {}, mirrors ?? [], mirrorPercentage ?? {}]);
  const leadsToTracks = (rule: HttpRule): boolean =>
    refsOf(rule).every((ref) => isTrack(ref, "stable", settings) || isCanary(ref.destination, settings));
  return rules.flatMap((rule, index): BesideRule[] => {
    if (own.some((one) => one.index === index)) return [];
    const found = wanted.find((one) => plain(one.rule.match) === plain(rule.match ?? []));
    if (found === undefined || !leadsToTracks(rule)) return [];
    return [{ index, of: found.of, isWritten: parts(found.rule) === parts(rule) }];
  });
}

/** Ends a match or mirror, and puts the rules of the next one ahead of the app's own, from the last one on. */
export function exchangeBeside(
  route: VirtualService,
  settings: OwnSettings,
  beside: Beside,
): readonly PatchOperation[] {
  const rules = rulesOf(route);
  const gone = findBesideRules(route, settings).map(({ index }) => index);
  const added = findOwnRules(route, settings).flatMap(({ index }) => {
    const value = renderBesideRule(rules[index] as HttpRule, beside, settings);
    return value === undefined ? [] : [{ at: index - gone.filter((one) => one < index).length, value }];
  });
  return [
    ...gone.toReversed().flatMap((index) => removeRule(`/spec/http/${index}`, rules[index])),
    ...added
      .toReversed()
      .map(({ at, value }): PatchOperation => ({ op: "add", path: `/spec/http/${at}`, value })),
  ];
}

/** Names of what a condition asks for. */
const namesIn = ({ method, headers = {}, withoutHeaders = {} }: HttpMatch): readonly string[] => [
  ...(method === undefined ? [] : ["method"]),
  ...Object.keys(headers).map((name) => `headers.${name.toLowerCase()}`),
  ...Object.keys(withoutHeaders).map((name) => `withoutHeaders.${name.toLowerCase()}`),
];

/** Reason why a rule of the app can have no match or mirror beside it, whose condition it has itself. */
export function judgeBeside(
  rule: HttpRule,
  { match, mirror }: Beside,
): { readonly rule: string; readonly got: string } | undefined {
  const names = matchesOf(rule).flatMap(namesIn);
  const wanted = [
    ...(match === undefined ? [] : [ofMatch(match)]),
    ...(mirror === undefined ? [] : ofMirror(mirror)),
  ];
  const both = wanted.flatMap(namesIn).find((name) => names.includes(name));
  const what = match === undefined ? "mirror" : "match";
  if (both !== undefined)
    return {
      rule: `have no condition of the same name as a ${what} in sluice:stages`,
      got: `match.${both}`,
    };
  return mirror !== undefined && (rule.mirror !== undefined || (rule.mirrors ?? []).length > 0)
    ? { rule: "copy no requests, with a mirror in sluice:stages", got: "copies" }
    : undefined;
}
