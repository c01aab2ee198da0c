import { forgetMarks } from "../forget-marks";
import { giveRulesBack } from "../give-rules-back";
import type { PatchOperation } from "../json-patch";
import type { GivenPart } from "../router";
import { findBesideRules } from "./beside-rules";
import { findOwnRules } from "./own-rules";
import { findProbeKey, isCanary, refsOf, rulesOf } from "./virtual-service";
import type { HttpRule, OwnSettings, VirtualService } from "./virtual-service";

/** A rule of the app without the canary; the only destination that is left has all requests without a weight. */
function withoutCanary(rule: HttpRule, settings: OwnSettings): HttpRule {
  const refs = refsOf(rule).filter(({ destination }) => !isCanary(destination, settings));
  return { ...rule, route: refs.length === 1 ? refs.map(({ weight: _weight, ...ref }) => ref) : refs };
}

function giveRoutesBack(route: VirtualService, settings: OwnSettings): readonly PatchOperation[] | undefined {
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const beside = new Set(findBesideRules(route, settings).map(({ index }) => index));
  return giveRulesBack<HttpRule>(route.metadata, {
    pointer: "/spec/http",
    live: rulesOf(route),
    isBeside: (rule, index) => findProbeKey(rule) !== undefined || beside.has(index),
    isSplit: (rule, index) =>
      own.has(index) && refsOf(rule).some(({ destination }) => isCanary(destination, settings)),
    withoutCanary: (rule) => withoutCanary(rule, settings),
  });
}

/**
 * Gives a user's VirtualService back: its rules first, the marks of the route writer at the end.
 * @returns undefined where it is so already
 */
export const giveBack = (
  route: VirtualService,
  settings: OwnSettings,
  part: GivenPart,
): readonly PatchOperation[] | undefined =>
  part === "rules" ? giveRoutesBack(route, settings) : forgetMarks(route.metadata, []);
