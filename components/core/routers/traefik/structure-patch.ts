import { ruleWeight } from "../../live";
import type { PatchOperation } from "../json-patch";
import { readMatch, readMirror } from "../match-terms";
import type { RouteView, Structure } from "../router";
import { writeRules } from "../write-rules";
import { findProbeKey, isApp, isFallback, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, RouteRule } from "./ingress-route";
import { findMatchRules, renderMatchRules } from "./match-rules";
import { findMirrorRules, renderMirrorRules } from "./mirror";
import { findOwnRules } from "./own-rules";
import { besideRule, configuredRule, splitRule } from "./rules";

/** The rules as the structure wants them: the app's first or where they are, those of others as they are. */
function want(object: IngressRoute, { settings, token }: Structure, weight: number): readonly RouteRule[] {
  const live = rulesOf(object);
  const own = new Set(findOwnRules(object, settings).map(({ index }) => index));
  const matched = findMatchRules(object, settings);
  const terms = matched.length > 0 ? readMatch(object.metadata) : undefined;
  const mirrored = findMirrorRules(object, settings);
  const mirror = mirrored.length > 0 ? readMirror(object.metadata) : undefined;
  const withBeside = (rules: readonly RouteRule[], mine: readonly RouteRule[]): readonly RouteRule[] => [
    ...rules,
    ...(terms === undefined ? [] : renderMatchRules(settings.app, mine, terms)),
    ...(mirror === undefined ? [] : renderMirrorRules(settings.app, mine, mirror)),
  ];
  const kept = live.flatMap((rule, index) =>
    findProbeKey(rule) !== undefined ||
    isFallback(rule, settings) ||
    matched.includes(index) ||
    mirrored.includes(index)
      ? []
      : [{ rule, isOwn: own.has(index) }],
  );
  const beside = (rule: RouteRule): readonly RouteRule[] => besideRule(rule, token, settings);
  if (!settings.traffic.isShared) {
    const rule = splitRule(configuredRule(settings), settings, weight);
    const others = kept.filter(({ isOwn }) => !isOwn).map((one) => one.rule);
    return withBeside([rule, ...beside(rule), ...others], [rule]);
  }
  const alias = settings.traffic.service ?? settings.app;
  const isMine = ({ rule, isOwn }: (typeof kept)[number]): boolean =>
    isOwn || servicesOf(rule).some((ref) => ref.name === alias && isApp(ref, settings));
  const split = kept.map((one) =>
    isMine(one)
      ? { isMine: true, rule: splitRule(one.rule, settings, weight) }
      : { isMine: false, rule: one.rule },
  );
  const mine = split.flatMap(({ isMine: is, rule }) => (is ? [rule] : []));
  return withBeside([...split.map(({ rule }) => rule), ...mine.flatMap(beside)], mine);
}

/** @returns undefined where nothing has to be written */
export function renderStructurePatch(
  view: RouteView,
  structure: Structure,
): readonly PatchOperation[] | undefined {
  const route = view.object as IngressRoute;
  const rules = want(route, structure, ruleWeight(view.live));
  return writeRules(view, "/spec/routes", route.spec.routes, rules, structure.epoch);
}
