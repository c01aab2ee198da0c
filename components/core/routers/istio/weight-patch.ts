import { serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { testValue } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { Beside } from "../match-terms";
import type { RouteView, WeightChange } from "../router";
import { foreignPlaces, renderWeights, writeWeights } from "../weighted-rule";
import { exchangeBeside, findBesideRules, judgeBeside } from "./beside-rules";
import { findOwnRules } from "./own-rules";
import { hostNames, isCanary, refsOf, rulesOf } from "./virtual-service";
import type { HttpRule, RouteDestination, StreamRule, VirtualService } from "./virtual-service";

/** A rule whose copies no longer go to the canary. */
function withoutCopies(rule: HttpRule, settings: RouteSettings): HttpRule {
  const { mirror, mirrorPercent: _a, mirrorPercentage: _b, ...rest } = rule;
  const kept = mirror !== undefined && isCanary(mirror, settings) ? rest : rule;
  const { mirrors } = kept;
  return mirrors === undefined
    ? kept
    : { ...kept, mirrors: mirrors.filter(({ destination }) => !isCanary(destination, settings)) };
}

/** A rule of another owner's whose requests to the canary go to stable: nothing but the host changes, and its subset. */
function toStable<R extends StreamRule>(rule: R, settings: RouteSettings): R {
  const { stable } = serviceNames(settings);
  const route = refsOf(rule).map((ref) =>
    isCanary(ref.destination, settings) ? hostNames.rename(ref, stable) : ref,
  );
  return rule.route === undefined ? rule : { ...rule, route };
}

/** Ends copies of the app's own rule, whose weights the same patch writes. */
function endCopies(rule: HttpRule, path: string, settings: RouteSettings): readonly PatchOperation[] {
  const after = withoutCopies(rule, settings);
  const keys = ["mirror", "mirrors", "mirrorPercent", "mirrorPercentage"] as const;
  return keys.flatMap((key): PatchOperation[] => {
    const [before, value] = [rule[key], after[key]];
    if (before === undefined) return [];
    const at = `${path}/${key}`;
    return [
      testValue(at, before),
      value === undefined ? { op: "remove", path: at } : { op: "replace", path: at, value },
    ];
  });
}

/**
 * A match or mirror that cannot be beside a rule of the app.
 * @throws {RangeError} that names the rule and its condition
 */
function refuseBeside(route: VirtualService, settings: RouteSettings, beside: Beside): void {
  for (const { index } of findOwnRules(route, settings)) {
    const bad = judgeBeside(rulesOf(route)[index] as HttpRule, beside);
    if (bad !== undefined)
      throw new RangeError(
        `Cannot write the route of "${settings.app}": spec.http[${index}] must ${bad.rule}: got ${bad.got}`,
      );
  }
}

/** Patch operations that end the traffic of others to the canary in this object, its copies, too. */
function endForeign(
  { object, live }: RouteView,
  settings: RouteSettings,
  own: ReadonlySet<number>,
): readonly PatchOperation[] {
  const { spec } = object as VirtualService;
  const places = foreignPlaces(live);
  const replace = (path: string, rule: unknown, value: unknown): readonly PatchOperation[] => [
    testValue(path, rule),
    { op: "replace", path, value },
  ];
  const streams = (["tls", "tcp"] as const).flatMap((field) =>
    (spec[field] ?? []).flatMap((rule, nth) =>
      places.has(`spec.${field}[${nth}]`)
        ? replace(`/spec/${field}/${nth}`, rule, toStable(rule, settings))
        : [],
    ),
  );
  // These go as a whole.
  const beside = findBesideRules(object as VirtualService, settings);
  const rules = rulesOf({ spec }).flatMap((rule, nth) => {
    if (!places.has(`spec.http[${nth}]`) || beside.some(({ index }) => index === nth)) return [];
    const path = `/spec/http/${nth}`;
    if (!own.has(nth)) return replace(path, rule, withoutCopies(toStable(rule, settings), settings));
    return endCopies(rule, path, settings);
  });
  return [...rules, ...streams];
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
  const route = view.object as VirtualService;
  const own = findOwnRules(route, settings);
  return renderWeights(view, settings, change, {
    at: "/spec/http",
    rules: rulesOf(route),
    own,
    write: (rule, weights) => {
      const at = `/spec/http/${rule.index}/route`;
      const { destination } = rule.refs[rule.canary[0] ?? 0] as RouteDestination;
      return writeWeights(rule, at, weights, serviceNames(settings).stable, { destination }, hostNames);
    },
    endForeign: () => endForeign(view, settings, new Set(own.map(({ index }) => index))),
    exchangeBeside: (beside) => {
      refuseBeside(route, settings, beside);
      return exchangeBeside(route, settings, beside);
    },
  });
}
