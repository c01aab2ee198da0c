import { writtenWeight } from "../../live";
import { testEpoch, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, Structure } from "../router";
import type { HttpRoute, HttpRouteRule } from "./http-route";
import { isProbeRule } from "./kinds";
import { findWeightedRule } from "./own-rules";
import { renderRules } from "./rules";

/** Without undefined fields and prototypes, keys in order: two values that would be the same JSON are the same text. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * The app's own rules as configured, first, with the weight that is live; behind them those of others as they are.
 * @returns undefined where nothing has to be written
 */
export function renderStructurePatch(
  view: RouteView,
  { settings, token, epoch }: Structure,
): readonly PatchOperation[] | undefined {
  const object = view.object as HttpRoute;
  const live = object.spec.rules ?? [];
  const weighted = findWeightedRule(object, settings);
  const others = live.filter((rule, index) => index !== weighted?.index && !isProbeRule(rule));
  const { app, port } = settings;
  const own = renderRules({ app, port, token, weight: Math.round(writtenWeight(view.live)) });
  const rules: readonly (HttpRouteRule | (typeof own)[number])[] = [...own, ...others];
  if (view.live.epoch !== "" && plain(rules) === plain(live)) return undefined;
  return [
    { op: "test", path: "/spec/rules", value: live },
    testEpoch(object.metadata),
    { op: "replace", path: "/spec/rules", value: rules },
    ...writeMarks(object.metadata, {
      epoch,
      ...(view.live.zeroReason === undefined ? {} : { zero: view.live.zeroReason }),
    }),
  ];
}
