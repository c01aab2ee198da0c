import { forgetMarks } from "../../forget-marks";
import { giveRulesBack } from "../../give-rules-back";
import type { PatchOperation } from "../../json-patch";
import { rulesAnnotation } from "../rules/configured-rules";
import type { OwnRulesSettings } from "../rules/configured-rules";
import { isCanary } from "../rules/end-canary";
import { refsOf, rulesOf } from "../http-route";
import type { HttpRoute, HttpRouteRule } from "../http-route";
import { isProbeRule } from "../kinds";
import { findOwnRules } from "../rules/own-rules";

/** A rule of the app without the canary; the only backend that is left has all requests by the weight that it has by default. */
function withoutCanary(rule: HttpRouteRule, settings: OwnRulesSettings): HttpRouteRule {
  const refs = refsOf(rule).filter((ref) => !isCanary(ref, settings));
  return { ...rule, backendRefs: refs.length === 1 ? refs.map((ref) => ({ ...ref, weight: 1 })) : refs };
}

/**
 * The patch by which a route of another owner leads to the user's Service alone again.
 * @returns undefined where it is so already
 */
export function renderGiveBack(
  route: HttpRoute,
  settings: OwnRulesSettings,
): readonly PatchOperation[] | undefined {
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  return giveRulesBack<HttpRouteRule>(route.metadata, {
    pointer: "/spec/rules",
    live: rulesOf(route),
    isBeside: isProbeRule,
    isSplit: (rule, index) => own.has(index) && refsOf(rule).some((ref) => isCanary(ref, settings)),
    withoutCanary: (rule) => withoutCanary(rule, settings),
  });
}

/** The patch that takes the route writer's marks away; undefined where there are none. */
export const renderForget = ({ metadata }: HttpRoute): readonly PatchOperation[] | undefined =>
  forgetMarks(metadata, [rulesAnnotation]);
