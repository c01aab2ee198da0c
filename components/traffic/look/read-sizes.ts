import type { Cluster } from "../../cluster/api";
import { readSizing } from "../../cluster/autoscaler";
import type { Sizing } from "../../cluster/autoscaler";
import { readTrack } from "../../cluster/workloads";
import type { LiveTrack } from "../../core/live";
import type { Settings } from "../../core/settings";
import type { StableLoad } from "../../core/workload/sizes/capacity";

/** Sizes of both tracks, and the autoscalers that may change them. */
export interface Sizes {
  readonly sizing: Sizing;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
}

/** Reads the sizes of both tracks at one moment. */
export async function readSizes(cluster: Cluster, settings: Settings): Promise<Sizes> {
  const [sizing, stable, canary] = await Promise.all([
    readSizing(cluster, settings),
    readTrack(cluster, settings, "stable"),
    readTrack(cluster, settings, "canary"),
  ]);
  return { sizing, stable, canary };
}

/** Stable's size and load, from which the need of everything is computed. */
export function toLoad({ sizing, stable, canary }: Sizes, weight: number): StableLoad {
  const { scale: declared, floor } = sizing;
  return {
    declared,
    floor,
    weight,
    replicas: stable?.replicas ?? 0,
    canaryReplicas: canary?.replicas ?? 0,
  };
}
