import { findProbeKey, isCanary, isFallback, isTrack, rulesOf, servicesOf, weightOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, ServiceRef } from "./ingress-route";
import { shareOf } from "../weighted-rule";
import type { WeightedRule } from "../weighted-rule";
import { matchHosts } from "./match";

/** Rules with a track of the app, apart from those that stand beside one. */
function findCandidates(route: IngressRoute, settings: OwnSettings): readonly WeightedRule<ServiceRef>[] {
  return rulesOf(route).flatMap((rule, index): WeightedRule<ServiceRef>[] => {
    if (findProbeKey(rule) !== undefined || isFallback(rule, settings)) return [];
    const refs = servicesOf(rule);
    const placesOf = (track: "stable" | "canary"): number[] =>
      refs.flatMap((ref, at) => (isTrack(ref, track, settings) ? [at] : []));
    const [stable, track] = [placesOf("stable"), placesOf("canary")];
    if (stable.length + track.length === 0) return [];
    // The Service of probes has the canary's pods, too.
    const others = refs.flatMap((ref, at) => (isCanary(ref, settings) && !track.includes(at) ? [at] : []));
    const canary = [...track, ...others];
    return [{ index, stable, canary, refs, weight: shareOf(refs, canary, weightOf) }];
  });
}

/**
 * Finds the app's own rules among those of others, in their order. In a route of another owner these are all
 * that lead to stable; in Sluice's it is one: with the configured hosts, else the first with both tracks.
 */
export function findOwnRules(
  route: IngressRoute,
  settings: OwnSettings,
): readonly WeightedRule<ServiceRef>[] {
  const candidates = findCandidates(route, settings);
  if (settings.traffic.isShared) return candidates.filter(({ stable }) => stable.length > 0);
  const { host, hosts = [host] } = settings.traffic;
  const match = matchHosts(hosts);
  const own =
    candidates.find(({ index }) => rulesOf(route)[index]?.match === match) ??
    candidates.find(({ stable, canary }) => stable.length > 0 && canary.length > 0);
  return own === undefined ? [] : [own];
}
