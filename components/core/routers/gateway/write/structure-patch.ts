import { ruleWeight } from "../../../live";
import { objectNames, serviceNames } from "../../../settings";
import { covers } from "../../find-lost";
import { plainNames, splitRefs } from "../../weighted-rule";
import { isAsWanted } from "../../write-rules";
import { annotationPath, testEpoch, writeMarks } from "../../json-patch";
import type { PatchOperation } from "../../json-patch";
import { readMatch, readMirror } from "../../match-terms";
import type { RouteView, Structure } from "../../router";
import { isApp, readKnown, rulesAnnotation } from "../rules/configured-rules";
import { rulesOf, refsOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "../http-route";
import { isProbeRule } from "../kinds";
import { findMatchRules, renderMatchRules } from "../rules/match-rules";
import { findMirrorRules, renderMirrorRules } from "../rules/mirror-rules";
import { findOwnRules } from "../rules/own-rules";
import { plain } from "../plain";
import { renderProbeRules } from "../rules/probe-rules";
import { probeKeyOf, renderRules } from "../rules/rules";

/** Renders the rules of Sluice's own requests, by the user's rules and those of them that carry the app. */
type RenderProbes = (
  settings: Structure["settings"],
  rules: readonly HttpRouteRule[],
  own: readonly HttpRouteRule[],
  token: string,
) => readonly HttpRouteRule[];

const ofRequests: RenderProbes = (settings, _rules, own, token) =>
  renderProbeRules(settings, own, (track) => probeKeyOf(token, track));

/** Rules as the structure wants them, and the text that remembers what they were made from. */
interface Wanted {
  readonly rules: readonly HttpRouteRule[];
  /** Of them those that carry the app. */
  readonly own: readonly HttpRouteRule[];
  readonly remembered?: string;
}

/** The configured rules at a weight, first, with their probe rules; behind them those of others as they are. */
function wantConfigured(object: HttpRoute, { settings, token }: Structure, weight: number): Wanted {
  const live = rulesOf(object);
  const own = new Set(findOwnRules(object, settings).map(({ index }) => index));
  const known = readKnown(object.metadata, settings).filter((one) => one.own === undefined);
  const matched = findMatchRules(object, settings);
  const mirrored = findMirrorRules(object, settings).map(({ index }) => index);
  const others = live.filter(
    (rule, index) =>
      !own.has(index) &&
      !matched.includes(index) &&
      !mirrored.includes(index) &&
      !isProbeRule(rule) &&
      !known.some((one) => covers(one.rule, rule)),
  );
  const { app, namespace, port, traffic } = settings;
  const { canary } = objectNames(app);
  const rules = renderRules({ app, namespace, port, traffic, token, weight });
  return {
    rules: [...rules, ...others],
    own: rules.filter((rule) => !isProbeRule(rule) && refsOf(rule).some(({ name }) => name === canary)),
    ...(traffic.rules === undefined ? {} : { remembered: plain(traffic.rules) }),
  };
}

/** A rule of the user's that has the app among its backends, with both tracks in place of it. */
function splitRule(rule: HttpRouteRule, settings: Structure["settings"], weight: number): HttpRouteRule {
  const isOwn = (ref: BackendRef): boolean => isApp(ref, settings);
  return {
    ...rule,
    backendRefs: splitRefs(refsOf(rule), isOwn, serviceNames(settings), weight, plainNames<BackendRef>()),
  };
}

/** A route of another owner: every rule where it is, the app's own with both tracks, probe rules behind. */
function wantShared(
  object: HttpRoute,
  { settings, token }: Structure,
  weight: number,
  renderProbes: RenderProbes,
): Wanted {
  const own = new Set(findOwnRules(object, settings).map(({ index }) => index));
  const alias = settings.traffic.service ?? settings.app;
  const isOwn = (rule: HttpRouteRule, index: number): boolean =>
    own.has(index) || refsOf(rule).some((ref) => ref.name === alias && isApp(ref, settings));
  const matched = findMatchRules(object, settings);
  const parts = rulesOf(object).flatMap((rule, index) => {
    if (isProbeRule(rule) || matched.includes(index)) return [];
    const mine = isOwn(rule, index);
    return [{ mine, rule: mine ? splitRule(rule, settings, weight) : rule }];
  });
  const split = parts.flatMap(({ mine, rule }) => (mine ? [rule] : []));
  const rules = parts.map(({ rule }) => rule);
  return { rules: [...rules, ...renderProbes(settings, rules, split, token)], own: split };
}

/** Rules of a live match or mirror for the app's rules as they are wanted, last of all. */
function withBeside(object: HttpRoute, { settings }: Structure, { rules, own, ...rest }: Wanted): Wanted {
  const terms = findMatchRules(object, settings).length > 0 ? readMatch(object.metadata) : undefined;
  const matched = terms === undefined ? [] : renderMatchRules(settings, own, terms);
  const mirror = findMirrorRules(object, settings).length > 0 ? readMirror(object.metadata) : undefined;
  const mirrored =
    mirror === undefined ? [] : renderMirrorRules(settings, own, rules.filter(isProbeRule), mirror);
  return { ...rest, own, rules: [...rules, ...matched, ...mirrored] };
}

/**
 * Writes the rules as the structure wants them.
 * @param renderProbes - those of a route of another owner. @default a rule for each of the app's and each track
 * @returns undefined where nothing has to be written
 */
export function renderStructurePatch(
  view: RouteView,
  structure: Structure,
  renderProbes: RenderProbes = ofRequests,
): readonly PatchOperation[] | undefined {
  const object = view.object as HttpRoute;
  const live = rulesOf(object);
  const weight = ruleWeight(view.live);
  const want = structure.settings.traffic.isShared ? wantShared : wantConfigured;
  const { rules, remembered } = withBeside(object, structure, want(object, structure, weight, renderProbes));
  const isRemembered = object.metadata.annotations?.[rulesAnnotation] === remembered;
  const isSame = rules.length === live.length && rules.every((rule, at) => isAsWanted(rule, live[at]));
  if (view.live.epoch !== "" && isSame && isRemembered) return undefined;
  const marks = writeMarks(object.metadata, {
    epoch: structure.epoch,
    ...(view.live.zeroReason === undefined ? {} : { zero: view.live.zeroReason }),
  });
  const path = annotationPath(rulesAnnotation);
  const memory: readonly PatchOperation[] =
    remembered !== undefined
      ? [{ op: "add", path, value: remembered }]
      : isRemembered
        ? []
        : [{ op: "remove", path }];
  return [
    { op: "test", path: "/spec/rules", value: live },
    testEpoch(object.metadata),
    { op: "replace", path: "/spec/rules", value: rules },
    ...marks,
    ...memory,
  ];
}
