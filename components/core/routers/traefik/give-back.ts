import { forgetMarks } from "../forget-marks";
import { testEpoch, testValue } from "../json-patch";
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

/** The patch by which an IngressRoute of another owner leads to the user's Service alone again, without rules beside its own. */
function renderGiveBack(route: IngressRoute, settings: OwnSettings): readonly PatchOperation[] | undefined {
  const live = rulesOf(route);
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const matched = findMatchRules(route, settings);
  const isBeside = (rule: RouteRule, index: number): boolean =>
    findProbeKey(rule) !== undefined || isFallback(rule, settings) || matched.includes(index);
  const isSplit = (rule: RouteRule, index: number): boolean =>
    own.has(index) && servicesOf(rule).some((ref) => isCanary(ref, settings));
  if (!live.some((rule, index) => isBeside(rule, index) || isSplit(rule, index))) return undefined;
  const value = live.flatMap((rule, index) => {
    if (isBeside(rule, index)) return [];
    return [isSplit(rule, index) ? withoutCanary(rule, settings) : rule];
  });
  return [
    testValue("/spec/routes", live),
    testEpoch(route.metadata),
    { op: "replace", path: "/spec/routes", value },
  ];
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
  part === "rules" ? renderGiveBack(route, settings) : forgetMarks(route.metadata, []);
