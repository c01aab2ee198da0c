import { readStableFloor, setStableFloor } from "../cluster/autoscaler";
import { readTrack } from "../cluster/workloads";
import type { Cluster } from "../cluster/api";
import { stableFloor } from "../core/workload/capacity";
import type { Settings } from "../core/settings";

interface FloorContext {
  readonly cluster: Cluster;
  readonly settings: Settings;
}

/**
 * With an autoscaler on stable: keeps `minReplicas` at what both tracks need together, so that stable could carry
 * everything alone although it sees only its share. Nothing happens without one.
 */
export async function keepStableFloor({ cluster, settings }: FloorContext, weight: number): Promise<void> {
  if (!("minReplicas" in settings.stable)) return;
  const [floor, stable] = await Promise.all([
    readStableFloor(cluster, settings),
    readTrack(cluster, settings, "stable"),
  ]);
  if (floor === undefined || stable === undefined) return;
  const needed = stableFloor({ declared: settings.stable, replicas: stable.replicas, floor, weight });
  if (needed !== floor) await setStableFloor(cluster, settings, needed);
}

/** After the release: back to the declared `minReplicas`. */
export async function releaseStableFloor({ cluster, settings }: FloorContext): Promise<void> {
  if (!("minReplicas" in settings.stable)) return;
  const floor = await readStableFloor(cluster, settings);
  if (floor !== undefined && floor !== settings.stable.minReplicas) {
    await setStableFloor(cluster, settings, settings.stable.minReplicas);
  }
}
