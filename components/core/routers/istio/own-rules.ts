import { shareOf } from "../weighted-rule";
import type { WeightedRule } from "../weighted-rule";
import { findProbeKey, isCanary, isTrack, refsOf, rulesOf, weightOf } from "./virtual-service";
import type { OwnSettings, RouteDestination, VirtualService } from "./virtual-service";

/** Rules with a track of the app, apart from those of probes. */
function findCandidates(
  route: VirtualService,
  settings: OwnSettings,
): readonly WeightedRule<RouteDestination>[] {
  return rulesOf(route).flatMap((rule, index): WeightedRule<RouteDestination>[] => {
    if (findProbeKey(rule) !== undefined) return [];
    const refs = refsOf(rule);
    const placesOf = (track: "stable" | "canary"): number[] =>
      refs.flatMap((ref, at) => (isTrack(ref, track, settings) ? [at] : []));
    const [stable, track] = [placesOf("stable"), placesOf("canary")];
    if (stable.length + track.length === 0) return [];
    // The Service of probes has the canary's pods, too.
    const others = refs.flatMap(({ destination }, at) =>
      isCanary(destination, settings) && !track.includes(at) ? [at] : [],
    );
    const canary = [...track, ...others];
    return [{ index, stable, canary, refs, weight: shareOf(refs, canary, (ref) => weightOf(ref, refs)) }];
  });
}

/**
 * Finds the app's own rules among those of others, in their order. In a route of another owner these are all
 * that lead to stable; in Sluice's it is one: by its name or, where another writer took that out, with both tracks, or
 * for every request.
 */
export function findOwnRules(
  route: VirtualService,
  settings: OwnSettings,
): readonly WeightedRule<RouteDestination>[] {
  const candidates = findCandidates(route, settings);
  if (settings.traffic.isShared) return candidates.filter(({ stable }) => stable.length > 0);
  const takesAll = ({ index }: WeightedRule<unknown>): boolean =>
    (rulesOf(route)[index]?.match ?? []).length === 0;
  const hasBoth = ({ stable, canary }: WeightedRule<unknown>): boolean =>
    stable.length > 0 && canary.length > 0;
  const own =
    candidates.find(({ index }) => rulesOf(route)[index]?.name === settings.app) ??
    candidates.find((one) => takesAll(one) && hasBoth(one)) ??
    candidates.find(hasBoth) ??
    candidates.find(takesAll);
  return own === undefined ? [] : [own];
}
