import { writtenWeight } from "../../live";
import type { PatchOperation } from "../json-patch";
import type { RouteView, Structure } from "../router";
import { writeRules } from "../write-rules";
import { findProbeKey, isApp, isFallback, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, RouteRule } from "./ingress-route";
import { findOwnRules } from "./own-rules";
import { besideRule, configuredRule, splitRule } from "./rules";

/** The rules as the structure wants them: the app's first or where they are, those of others as they are. */
function want(object: IngressRoute, { settings, token }: Structure, weight: number): readonly RouteRule[] {
  const live = rulesOf(object);
  const own = new Set(findOwnRules(object, settings).map(({ index }) => index));
  const kept = live.flatMap((rule, index) =>
    findProbeKey(rule) !== undefined || isFallback(rule, settings) ? [] : [{ rule, isOwn: own.has(index) }],
  );
  const beside = (rule: RouteRule): readonly RouteRule[] => besideRule(rule, token, settings);
  if (!settings.traffic.isShared) {
    const rule = splitRule(configuredRule(settings), settings, weight);
    return [rule, ...beside(rule), ...kept.filter(({ isOwn }) => !isOwn).map((one) => one.rule)];
  }
  const alias = settings.traffic.service ?? settings.app;
  const isMine = ({ rule, isOwn }: (typeof kept)[number]): boolean =>
    isOwn || servicesOf(rule).some((ref) => ref.name === alias && isApp(ref, settings));
  const split = kept.map((one) =>
    isMine(one)
      ? { isMine: true, rule: splitRule(one.rule, settings, weight) }
      : { isMine: false, rule: one.rule },
  );
  return [...split.map(({ rule }) => rule), ...split.flatMap((one) => (one.isMine ? beside(one.rule) : []))];
}

/** @returns undefined where nothing has to be written */
export function renderStructurePatch(
  view: RouteView,
  structure: Structure,
): readonly PatchOperation[] | undefined {
  const route = view.object as IngressRoute;
  const rules = want(route, structure, Math.round(writtenWeight(view.live)));
  return writeRules(view, "/spec/routes", route.spec.routes, rules, structure.epoch);
}
