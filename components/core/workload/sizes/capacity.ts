import { podsForShare } from "./pod-share";

/** Size of stable: a number of pods, or the range of its autoscaler. */
export type StableScale =
  | { readonly replicas: number }
  | { readonly minReplicas: number; readonly maxReplicas: number };

/** Stable's size and load as they are now. */
export interface StableLoad {
  /** Of the autoscaler that is live, whoever made it; else as declared. */
  readonly declared: StableScale;
  /** `spec.replicas` of stable's Deployment. */
  readonly replicas: number;
  /** `spec.minReplicas` of the live HorizontalPodAutoscaler; absent without one. */
  readonly floor?: number | undefined;
  /** Live weight, percent of requests that the canary takes away from stable, 0 to 100. */
  readonly weight: number;
  /** `spec.replicas` of stable when this weight was reached: later changes were for stable's share alone. */
  readonly before?: number | undefined;
  /**
   * `spec.replicas` of the canary's Deployment: where it has half of the load or more, all of it needs as many at least.
   */
  readonly canaryReplicas?: number;
}

/** From this weight on a canary has two pods where stable has: one that is moved must not fail its share. */
const pairedFrom = 5;

/**
 * Pods that the canary needs for its share.
 * @param stableReplicas - pods that carry everything, see {@link fullReplicas}
 * @param weight - share of the canary, percent, 0 to 100
 * @param byPods - the number of pods makes the share, so that one more would be more than was granted
 * @returns the share rounded up, at least 1, from 5 % on at least 2 where stable has 2; 0 at weight 0
 */
export function canaryReplicas(stableReplicas: number, weight: number, byPods = false): number {
  if (byPods && weight < 100) return podsForShare(stableReplicas, weight);
  const least = weight >= pairedFrom && stableReplicas >= 2 ? 2 : 1;
  return weight === 0 ? 0 : Math.max(least, Math.ceil((stableReplicas * weight) / 100));
}

/** Size that the canary's pods are counted from. */
export interface CanaryNeed {
  /** Pods that carry everything, see {@link fullReplicas}. */
  readonly full: number;
  /** `spec.replicas` of stable; undefined where it is not there. */
  readonly stable: number | undefined;
  readonly weight: number;
  readonly byPods?: boolean | undefined;
}

/** Pods of the canary at a weight: beside stable's present ones where the number of pods makes the share. */
export function canaryPods({ full, stable = full, weight, byPods = false }: CanaryNeed): number {
  return canaryReplicas(byPods && weight < 100 ? Math.min(full, stable) : full, weight, byPods);
}

/** Weight from which the canary's own size says something about the whole load. */
const tellingFrom = 50;

/**
 * Pods that the whole load needs at least, by the canary's size; 0 where that size says nothing. It is never divided
 * by the canary's weight: a canary that is sized for more than it has (before a raise, in a promotion) would double
 * both tracks with every look.
 */
function neededByCanary({ canaryReplicas: pods = 0, weight }: StableLoad): number {
  return weight >= tellingFrom ? pods : 0;
}

/**
 * `minReplicas` that stable's autoscaler needs now, so that stable could carry both tracks' traffic alone.
 * The autoscaler sees stable's share only. Where it wants more pods than the floor, that share fills them and the
 * whole needs more in proportion; where it rests on the floor, the floor was already enough for the whole. Where
 * most of the load is on the canary, that one tells.
 * @returns within the declared range; never lower than the live floor, which falls back only after the release
 */
export function stableFloor(load: StableLoad): number {
  const { declared, weight } = load;
  if ("replicas" in declared) {
    return declared.replicas;
  }
  const floor = load.floor ?? declared.minReplicas;
  const scaledByLoad = load.replicas > floor && weight < 100;
  const needed = scaledByLoad
    ? Math.ceil((load.replicas * 100) / (100 - weight))
    : Math.max(floor, load.replicas);
  const all = Math.max(needed, neededByCanary(load));
  return Math.min(declared.maxReplicas, Math.max(declared.minReplicas, all));
}

/**
 * Pods that carry all traffic: what stable must have ready to be fallen back on, and what the canary's share is of.
 * Without an autoscaler it is the declared number, or more where a person scaled stable or most of the load up; what
 * stable was given while it had a share only, the whole needs in proportion.
 * @returns at least 1: a stable that sleeps at 0 carries nothing
 */
export function fullReplicas(load: StableLoad): number {
  return Math.max(1, neededReplicas(load));
}

function neededReplicas(load: StableLoad): number {
  if (!("replicas" in load.declared)) return stableFloor(load);
  const { replicas, weight, before = replicas } = load;
  const grown = Math.max(0, replicas - before);
  const share = weight < 100 ? (100 - weight) / 100 : 1;
  const live = Math.max(load.declared.replicas, replicas - grown + Math.ceil(grown / share));
  return Math.max(live, neededByCanary(load));
}
