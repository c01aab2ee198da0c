import { forgetMarks } from "../forget-marks";
import { giveRulesBack } from "../give-rules-back";
import type { PatchOperation } from "../json-patch";
import type { GivenPart } from "../router";
import { findProbeKey, isCanary, isFallback, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, RouteRule } from "./ingress-route";
import { findMatchRules } from "./match-rules";
import { findOwnRules } from "./own-rules";

/** A rule of the app without the canary; the only Service that is left has all requests by the weight that it has by default. */
function withoutCanary(rule: RouteRule, settings: OwnSettings): RouteRule {
  const services = servicesOf(rule).filter((ref) => !isCanary(ref, settings));
  return {
    ...rule,
    services: services.length === 1 ? services.map(({ weight: _weight, ...ref }) => ref) : services,
  };
}

function giveRoutesBack(route: IngressRoute, settings: OwnSettings): readonly PatchOperation[] | undefined {
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const matched = findMatchRules(route, settings);
  return giveRulesBack<RouteRule>(route.metadata, {
    pointer: "/spec/routes",
    live: rulesOf(route),
    isBeside: (rule, index) =>
      findProbeKey(rule) !== undefined || isFallback(rule, settings) || matched.includes(index),
    isSplit: (rule, index) => own.has(index) && servicesOf(rule).some((ref) => isCanary(ref, settings)),
    withoutCanary: (rule) => withoutCanary(rule, settings),
  });
}

/**
 * Gives a user's IngressRoute back: its rules first, the marks of the route writer at the end.
 * @returns undefined where it is so already
 */
export const giveBack = (
  route: IngressRoute,
  settings: OwnSettings,
  part: GivenPart,
): readonly PatchOperation[] | undefined =>
  part === "rules" ? giveRoutesBack(route, settings) : forgetMarks(route.metadata, []);
