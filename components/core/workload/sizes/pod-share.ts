/**
 * Pods of the canary that make a share of all pods, rounded down: what is granted is never exceeded.
 * @param stablePods - pods of stable that get connections beside them
 * @param weight - percent, 0 to 99
 * @returns 0 where one pod would be more than the share
 */
export function podsForShare(stablePods: number, weight: number): number {
  return Math.floor((stablePods * weight) / (100 - weight));
}

/** Share of all pods, whole percent, rounded down. */
export function shareOfPods(stablePods: number, canaryPods: number): number {
  return Math.floor((100 * canaryPods) / (stablePods + canaryPods));
}
