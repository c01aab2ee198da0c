import { forgetMarks } from "../forget-marks";
import { testEpoch, testValue } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { GivenPart } from "../router";
import { findOwnRules } from "./own-rules";
import { findProbeKey, isCanary, refsOf, rulesOf } from "./virtual-service";
import type { HttpRule, OwnSettings, VirtualService } from "./virtual-service";

/** A rule of the app without the canary; the only destination that is left has all requests without a weight. */
function withoutCanary(rule: HttpRule, settings: OwnSettings): HttpRule {
  const refs = refsOf(rule).filter(({ destination }) => !isCanary(destination, settings));
  return { ...rule, route: refs.length === 1 ? refs.map(({ weight: _weight, ...ref }) => ref) : refs };
}

/** The patch by which a VirtualService of another owner leads to the user's Service alone again, without rules of probes. */
function renderGiveBack(route: VirtualService, settings: OwnSettings): readonly PatchOperation[] | undefined {
  const live = rulesOf(route);
  const own = new Set(findOwnRules(route, settings).map(({ index }) => index));
  const isProbe = (rule: HttpRule): boolean => findProbeKey(rule) !== undefined;
  const isSplit = (rule: HttpRule, index: number): boolean =>
    own.has(index) && refsOf(rule).some(({ destination }) => isCanary(destination, settings));
  if (!live.some((rule, index) => isProbe(rule) || isSplit(rule, index))) return undefined;
  const value = live.flatMap((rule, index) => {
    if (isProbe(rule)) return [];
    return [isSplit(rule, index) ? withoutCanary(rule, settings) : rule];
  });
  return [
    testValue("/spec/http", live),
    testEpoch(route.metadata),
    { op: "replace", path: "/spec/http", value },
  ];
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
  part === "rules" ? renderGiveBack(route, settings) : forgetMarks(route.metadata, []);
