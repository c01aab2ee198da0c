import { findProbeKey, isFallback, isTrack, rulesOf, servicesOf, weightOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, ServiceRef } from "./ingress-route";
import { matchHosts } from "./match";

/** A rule that carries the app's requests, as it was found. */
export interface WeightedRule {
  /** Place in `spec.routes`. */
  readonly index: number;
  /** Places in `services`. */
  readonly stable: readonly number[];
  readonly canary: readonly number[];
  /** All Services. */
  readonly refs: readonly ServiceRef[];
  /** Share of the canary, percent. */
  readonly weight: number;
}

/** Rules with a track of the app, apart from those that stand beside one. */
function findCandidates(route: IngressRoute, settings: OwnSettings): readonly WeightedRule[] {
  return rulesOf(route).flatMap((rule, index): WeightedRule[] => {
    if (findProbeKey(rule) !== undefined || isFallback(rule, settings)) return [];
    const refs = servicesOf(rule);
    const placesOf = (track: "stable" | "canary"): number[] =>
      refs.flatMap((ref, at) => (isTrack(ref, track, settings) ? [at] : []));
    const [stable, canary] = [placesOf("stable"), placesOf("canary")];
    if (stable.length + canary.length === 0) return [];
    const sum = refs.reduce((total, ref) => total + weightOf(ref), 0);
    const ours = canary.reduce((total, at) => total + weightOf(refs[at] as ServiceRef), 0);
    return [{ index, stable, canary, refs, weight: sum === 0 ? 0 : (100 * ours) / sum }];
  });
}

/**
 * Finds the app's own rules among those of others, in their order. In a route of somebody else's making these are all
 * that lead to stable; in Sluice's it is one: with the configured hosts, else the first with both tracks.
 */
export function findOwnRules(route: IngressRoute, settings: OwnSettings): readonly WeightedRule[] {
  const candidates = findCandidates(route, settings);
  if (settings.traffic.isShared) return candidates.filter(({ stable }) => stable.length > 0);
  const { host, hosts = [host] } = settings.traffic;
  const match = matchHosts(hosts);
  const own =
    candidates.find(({ index }) => rulesOf(route)[index]?.match === match) ??
    candidates.find(({ stable, canary }) => stable.length > 0 && canary.length > 0);
  return own === undefined ? [] : [own];
}

/** Share that the app's own rules send to the canary, percent: the greatest. */
export const ownWeight = (rules: readonly WeightedRule[]): number =>
  Math.max(0, ...rules.map(({ weight }) => weight));
