import { objectNames } from "../../settings";
import { isApp, readKnown } from "./configured-rules";
import type { ConfiguredRule, OwnRulesSettings } from "./configured-rules";
import { weightOf, rulesOf } from "./http-route";
import type { BackendRef, HttpRoute, HttpRouteRule } from "./http-route";
import { isProbeRule } from "./kinds";
import { fitsAll, haveSameMatches, matchesOf } from "./matches";

/** A rule that carries the app's requests, as it was found. */
export interface WeightedRule {
  /** Place in `spec.rules`. */
  readonly index: number;
  /** Places in `backendRefs`. */
  readonly stable: readonly number[];
  readonly canary: readonly number[];
  /** All backends. */
  readonly refs: readonly BackendRef[];
  /** Share of the canary, percent. */
  readonly weight: number;
}

function toWeighted(rule: HttpRouteRule, index: number, settings: OwnRulesSettings): WeightedRule {
  const names = objectNames(settings.app);
  const { backendRefs = [] } = rule;
  const placesOf = (name: string): number[] =>
    backendRefs.flatMap((ref, at) => (ref.name === name && isApp(ref, settings) ? [at] : []));
  const canary = placesOf(names.canary);
  const sum = backendRefs.reduce((total, ref) => total + weightOf(ref), 0);
  const ours = canary.reduce((total, at) => total + weightOf(backendRefs[at] as BackendRef), 0);
  return {
    index,
    stable: placesOf(names.stable),
    canary,
    refs: backendRefs,
    weight: sum === 0 ? 0 : (100 * ours) / sum,
  };
}

interface Candidate extends WeightedRule {
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
 * Finds the app's own rules among those of others, in their order. In a route of somebody else's making these are all
 * that lead to stable.
 */
export function findOwnRules(route: HttpRoute, settings: OwnRulesSettings): readonly WeightedRule[] {
  const candidates = rulesOf(route).flatMap((rule, index): Candidate[] => {
    if (isProbeRule(rule)) return [];
    const weighted = toWeighted(rule, index, settings);
    const [isStable, isCanary] = [weighted.stable.length > 0, weighted.canary.length > 0];
    return isStable || isCanary ? [{ ...weighted, rule, both: isStable && isCanary }] : [];
  });
  const own = settings.traffic?.isShared
    ? candidates.filter(({ stable }) => stable.length > 0)
    : findKnown(candidates, readKnown(route.metadata, settings));
  return own
    .toSorted((a, b) => a.index - b.index)
    .map(({ rule: _rule, both: _both, ...weighted }) => weighted);
}

/** Share that the app's own rules send to the canary, percent: the greatest. */
export function ownWeight(rules: readonly WeightedRule[]): number {
  return Math.max(0, ...rules.map(({ weight }) => weight));
}
