/** Declared size of stable: a number of pods, or the range of its HorizontalPodAutoscaler. */
export type StableScale =
  | { readonly replicas: number }
  | { readonly minReplicas: number; readonly maxReplicas: number };

/** Stable's size and load as they are now. */
export interface StableLoad {
  readonly declared: StableScale;
  /** `spec.replicas` of stable's Deployment. */
  readonly replicas: number;
  /** `spec.minReplicas` of the live HorizontalPodAutoscaler; absent without one. */
  readonly floor?: number;
  /** Live weight, percent of requests that the canary takes away from stable, 0 to 100. */
  readonly weight: number;
}

/**
 * Pods that the canary needs for its share.
 * @param stableReplicas - pods that carry everything, see {@link fullReplicas}
 * @param weight - share of the canary, percent, 0 to 100
 * @returns the share rounded up, at least 1; 0 at weight 0
 */
export function canaryReplicas(stableReplicas: number, weight: number): number {
  return weight === 0 ? 0 : Math.max(1, Math.ceil((stableReplicas * weight) / 100));
}

/**
 * `minReplicas` that stable's autoscaler needs now, so that stable could carry both tracks' traffic alone.
 * The autoscaler sees stable's share only. Where it wants more pods than the floor, that share fills them and the
 * whole needs more in proportion; where it rests on the floor, the floor was already enough for the whole.
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
  return Math.min(declared.maxReplicas, Math.max(declared.minReplicas, needed));
}

/**
 * Pods that carry all traffic: what stable must have ready to be fallen back on, and what the canary's share is of.
 * Without an autoscaler it is the declared number, or more where somebody scaled stable up.
 */
export function fullReplicas(load: StableLoad): number {
  return "replicas" in load.declared ? Math.max(load.declared.replicas, load.replicas) : stableFloor(load);
}
