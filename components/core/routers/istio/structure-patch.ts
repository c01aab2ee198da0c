import { ruleWeight } from "../../live";
import type { PatchOperation } from "../json-patch";
import type { RouteView, Structure } from "../router";
import { writeRules } from "../write-rules";
import { readMatch, readMirror } from "../match-terms";
import { findBesideRules, renderBesideRule } from "./beside-rules";
import { findOwnRules } from "./own-rules";
import { configuredRule, probeRules, splitRule, withHeaders } from "./rules";
import { findProbeKey, isApp, refsOf, rulesOf, serviceOf } from "./virtual-service";
import type { HttpRule, VirtualService } from "./virtual-service";

/**
 * The rules as the structure wants them: probe rules first, since the first that matches gets a request; then all
 * others where they are, the app's with both tracks, each behind its rule of a live match or mirror. One that Sluice's
 * own route lost comes last, so that it takes nothing from others.
 */
function want(route: VirtualService, { settings, token }: Structure, weight: number): readonly HttpRule[] {
  const { app, traffic } = settings;
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const alias = traffic.service ?? app;
  const isAlias = (rule: HttpRule): boolean =>
    refsOf(rule).some((ref) => isApp(ref, settings) && serviceOf(ref.destination.host)?.service === alias);
  const found = findBesideRules(route, settings);
  const live = {
    match: found.some((one) => one.of === "match") ? readMatch(route.metadata) : undefined,
    mirror: found.some((one) => one.of === "mirror") ? readMirror(route.metadata) : undefined,
  };
  const kept = rulesOf(route).flatMap((rule, index) => {
    if (findProbeKey(rule) !== undefined || found.some((one) => one.index === index)) return [];
    const isMine = own.has(index) || (traffic.isShared === true && isAlias(rule));
    const split = isMine ? splitRule(rule, settings, weight) : rule;
    return [{ isMine, rule: isMine && traffic.isShared !== true ? withHeaders(split, traffic) : split }];
  });
  const isLost = traffic.isShared !== true && own.size === 0;
  const lost = isLost ? [splitRule(configuredRule(settings), settings, weight)] : [];
  const mine = [...kept.flatMap(({ isMine, rule }) => (isMine ? [rule] : [])), ...lost];
  return [
    ...mine.flatMap((rule) => probeRules(rule, token, settings)),
    ...kept.flatMap(({ isMine, rule }) => {
      const beside = isMine ? renderBesideRule(rule, live, settings) : undefined;
      return beside === undefined ? [rule] : [beside, rule];
    }),
    ...lost,
  ];
}

/** @returns undefined where nothing has to be written */
export function renderStructurePatch(
  view: RouteView,
  structure: Structure,
): readonly PatchOperation[] | undefined {
  const route = view.object as VirtualService;
  const rules = want(route, structure, ruleWeight(view.live));
  return writeRules(view, "/spec/http", route.spec.http, rules, structure.epoch);
}
