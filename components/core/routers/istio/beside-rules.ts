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
const neverCopied: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  GET: { upgrade: { regex: ".*" } },
  POST: { "content-type": { prefix: "application/grpc" } },
};

/** The one destination of a track among those of a rule, for all requests. */
function toTrack(rule: HttpRule, track: "stable" | "canary", settings: OwnSettings): RouteDestination {
  const { weight: _, ...like } = refsOf(rule).find((ref) =>
    isTrack(ref, track, settings),
  ) as RouteDestination;
  return like;
}

function toMatchRule(whole: HttpRule, terms: MatchTerms, settings: OwnSettings): HttpRule {
  const { name: _, ...rule } = whole;
  const { name, type, value } = toHeaderTerms(terms);
  const header = { [name.toLowerCase()]: type === "Exact" ? { exact: value } : { regex: value } };
  return {
    ...rule,
    match: matchesOf(rule).map((one) => ({ ...one, headers: { ...one.headers, ...header } })),
    route: [toTrack(rule, "canary", settings)],
  };
}

function toMirrorRule(whole: HttpRule, terms: MirrorTerms, settings: OwnSettings): HttpRule {
  const { name: _, ...rule } = whole;
  const stable = toTrack(rule, "stable", settings);
  const match = matchesOf(rule).flatMap((one) =>
    terms.repeatable.map((method): HttpMatch => {
      const without = { ...one.withoutHeaders, ...neverCopied[method] };
      return {
        ...one,
        method: { exact: method },
        ...(Object.keys(without).length === 0 ? {} : { withoutHeaders: without }),
      };
    }),
  );
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

/** Reason why a rule of the app can have no match or mirror beside it, whose condition it has itself. */
export function judgeBeside(
  rule: HttpRule,
  { match, mirror }: Beside,
): { readonly rule: string; readonly got: string } | undefined {
  const keys = matchesOf(rule).flatMap((one) => [
    ...(one.method === undefined ? [] : ["method"]),
    ...Object.keys(one.headers ?? {}).map((name) => `headers.${name.toLowerCase()}`),
    ...Object.keys(one.withoutHeaders ?? {}).map((name) => `withoutHeaders.${name.toLowerCase()}`),
  ]);
  const wanted =
    match === undefined
      ? mirror === undefined
        ? []
        : [
            "method",
            ...mirror.repeatable.flatMap((method) =>
              Object.keys(neverCopied[method] ?? {}).map((name) => `withoutHeaders.${name}`),
            ),
          ]
      : [`headers.${toHeaderTerms(match).name.toLowerCase()}`];
  const both = wanted.find((key) => keys.includes(key));
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
