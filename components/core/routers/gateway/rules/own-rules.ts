import { serviceNames } from "../../../settings";
import { isApp, readKnown } from "./configured-rules";
import type { ConfiguredRule, OwnRulesSettings } from "./configured-rules";
import { weightOf, rulesOf } from "../http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "../http-route";
import { isCanary } from "./end-canary";
import { isProbeRule } from "../kinds";
import { shareOf } from "../../weighted-rule";
import type { WeightedRule } from "../../weighted-rule";
import { fitsAll, haveSameMatches, matchesOf } from "./matches";

function toWeighted(
  rule: HttpRouteRule,
  index: number,
  settings: OwnRulesSettings,
): WeightedRule<BackendRef> {
  const names = serviceNames(settings);
  const { backendRefs = [] } = rule;
  const placesOf = (name: string): number[] =>
    backendRefs.flatMap((ref, at) => (ref.name === name && isApp(ref, settings) ? [at] : []));
  // The Service of probes has the canary's pods, too.
  const probes = backendRefs.flatMap((ref, at) =>
    ref.name === names.canaryProbe && isCanary(ref, settings) ? [at] : [],
  );
  const canary = [...placesOf(names.canary), ...probes];
  return {
    index,
    stable: placesOf(names.stable),
    canary,
    refs: backendRefs,
    weight: shareOf(backendRefs, canary, weightOf),
  };
}

interface Candidate extends WeightedRule<BackendRef> {
  readonly rule: HttpRouteRule;
  readonly both: boolean;
}

/** The rule of a route that lost what the configuration asks for: with both backends, or for every request. */
function guess(candidates: readonly Candidate[]): readonly Candidate[] {
  const best =
    candidates.find(({ both }) => both) ?? candidates.find(({ rule }) => matchesOf(rule).some(fitsAll));
  return best === undefined ? [] : [best];
}

/** The rules that the configuration asks for, each found by its matches; where another writer edited one, one of its backends is enough. */
function findKnown(candidates: readonly Candidate[], known: readonly ConfiguredRule[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const { rule, own } of known) {
    if (own === undefined) continue;
    const fitting = candidates.filter((one) => !found.includes(one) && haveSameMatches(one.rule, rule));
    const best = fitting.find(({ both }) => both) ?? fitting[0];
    if (best !== undefined) found.push(best);
  }
  return found.length === 0 ? guess(candidates) : found;
}

/**
 * Finds the app's own rules among those of others, in their order. In a route of another owner these are all
 * that lead to stable.
 */
export function findOwnRules(
  route: HttpRoute,
  settings: OwnRulesSettings,
): readonly WeightedRule<BackendRef>[] {
  const candidates = rulesOf(route).flatMap((rule, index): Candidate[] => {
    if (isProbeRule(rule)) return [];
    const weighted = toWeighted(rule, index, settings);
    const { canary } = serviceNames(settings);
    const hasStable = weighted.stable.length > 0;
    const hasCanary = weighted.canary.some((at) => weighted.refs[at]?.name === canary);
    return hasStable || hasCanary ? [{ ...weighted, rule, both: hasStable && hasCanary }] : [];
  });
  const own = settings.traffic?.isShared
    ? candidates.filter(({ stable }) => stable.length > 0)
    : findKnown(candidates, readKnown(route.metadata, settings));
  return own
    .toSorted((a, b) => a.index - b.index)
    .map(({ rule: _rule, both: _both, ...weighted }) => weighted);
}
