import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testValue } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import { exchangeRules } from "../match-terms";
import type { Beside } from "../match-terms";
import type { RouteView, WeightChange } from "../router";
import { isCanary, rulesOf, servicesOf } from "./ingress-route";
import type { IngressRoute, RouteRule, ServiceRef } from "./ingress-route";
import { findMatchRules, renderMatchRules } from "./match-rules";
import { findMirrorRules, renderMirrorRules } from "./mirror";
import { findOwnRules } from "./own-rules";
import { foreignPlaces, plainNames, renderWeights, writeWeights } from "../weighted-rule";

const replace = (path: string, value: unknown): PatchOperation => ({ op: "replace", path, value });

/**
 * Patch operations that point the canary's place in foreign rules of this object at stable. A weight of 0 would not do:
 * without endpoints of the canary Traefik would leave the whole rule out.
 */
function endForeign({ object, live }: RouteView, settings: RouteSettings): readonly PatchOperation[] {
  const { stable } = serviceNames(settings);
  const places = foreignPlaces(live);
  return rulesOf(object as IngressRoute).flatMap((rule, index) =>
    places.has(`spec.routes[${index}]`)
      ? servicesOf(rule).flatMap((ref, at) => {
          const path = `/spec/routes/${index}/services/${at}/name`;
          return isCanary(ref, settings) ? [testValue(path, ref.name), replace(path, stable)] : [];
        })
      : [],
  );
}

/** The rules of a match or mirror for those of the next one. */
function exchangeBeside(
  route: IngressRoute,
  settings: RouteSettings,
  { match, mirror }: Beside,
): readonly PatchOperation[] {
  const rules = rulesOf(route);
  const own = findOwnRules(route, settings).map(({ index }) => rules[index] as RouteRule);
  const added = [
    ...(match === undefined ? [] : renderMatchRules(settings.app, own, match)),
    ...(mirror === undefined ? [] : renderMirrorRules(settings.app, own, mirror)),
  ];
  const gone = [...findMatchRules(route, settings), ...findMirrorRules(route, settings)];
  return exchangeRules(
    "/spec/routes",
    rules,
    gone.toSorted((a, b) => a - b),
    added,
  );
}

/**
 * Single patch that moves traffic, and with weight 0 ends the traffic that others sent to the canary in this object.
 * It ends a match or mirror as well, and only a write with one leaves one.
 * @throws {RangeError} for a raise where the app's own rules are not as they were written
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  change: WeightChange,
): readonly PatchOperation[] {
  const route = view.object as IngressRoute;
  return renderWeights(view, settings, change, {
    at: "/spec/routes",
    rules: rulesOf(route),
    own: findOwnRules(route, settings),
    write: (rule, weights) => {
      const at = `/spec/routes/${rule.index}/services`;
      const like = rule.refs[rule.canary[0] as number] as ServiceRef;
      return writeWeights(rule, at, weights, serviceNames(settings).stable, like, plainNames<ServiceRef>());
    },
    endForeign: () => endForeign(view, settings),
    exchangeBeside: (beside) => exchangeBeside(route, settings, beside),
  });
}
