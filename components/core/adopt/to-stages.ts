import type { JsonObject } from "../revision/revision";

/** Weights after the first, with the time of each. */
const further = [
  [20, "15m"],
  [50, "15m"],
  [100, "30m"],
] as const;

/**
 * Stages of a service whose shares are made by numbers of pods: the first is the least that one pod of the canary makes.
 * @param pods - that serve now; at least 1
 */
export function toStages(pods: number): readonly JsonObject[] {
  const least = Math.ceil(100 / (pods + 1));
  return [
    { weight: least, soak: "10m" },
    ...further.filter(([weight]) => weight > least).map(([weight, soak]) => ({ weight, soak })),
  ];
}
