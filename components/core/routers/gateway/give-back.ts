import { forgetMarks } from "../forget-marks";
import { testEpoch, testValue } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import { rulesAnnotation } from "./configured-rules";
import type { OwnRulesSettings } from "./configured-rules";
import { isCanary } from "./end-canary";
import { refsOf, rulesOf } from "./http-route";
import type { HttpRoute, HttpRouteRule } from "./http-route";
import { isProbeRule } from "./kinds";
import { findOwnRules } from "./own-rules";

/** A rule of the app without the canary; the only backend that is left has all requests by the weight that it has by default. */
function withoutCanary(rule: HttpRouteRule, settings: OwnRulesSettings): HttpRouteRule {
  const refs = refsOf(rule).filter((ref) => !isCanary(ref, settings));
  return { ...rule, backendRefs: refs.length === 1 ? refs.map((ref) => ({ ...ref, weight: 1 })) : refs };
}

/**
 * The patch by which a route of another owner leads to the user's Service alone again: no canary, no rules of probes.
 * The marks of the route writer stay, so that whoever reads it knows whose the last write was.
 * @returns undefined where it is so already
 */
export function renderGiveBack(
  route: HttpRoute,
  settings: OwnRulesSettings,
): readonly PatchOperation[] | undefined {
  const live = rulesOf(route);
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const isLeft = live.some(
    (rule, index) =>
      isProbeRule(rule) || (own.has(index) && refsOf(rule).some((ref) => isCanary(ref, settings))),
  );
  if (!isLeft) return undefined;
  const value = live.flatMap((rule, index) => {
    if (isProbeRule(rule)) return [];
    return [own.has(index) ? withoutCanary(rule, settings) : rule];
  });
  return [
    testValue("/spec/rules", live),
    testEpoch(route.metadata),
    { op: "replace", path: "/spec/rules", value },
  ];
}

/** The patch that takes the route writer's marks away; undefined where there are none. */
export const renderForget = ({ metadata }: HttpRoute): readonly PatchOperation[] | undefined =>
  forgetMarks(metadata, [rulesAnnotation]);
