import { followStable } from "../../cluster/autoscaler";
import { scaleTrack } from "../../cluster/workloads";
import type { Cluster } from "../../cluster/api";
import { routerOf } from "../../core/routers/routers";
import { findController } from "../../core/workload/sizes/autoscaler";
import { canaryPods, fullReplicas } from "../../core/workload/sizes/capacity";
import type { Settings } from "../../core/settings";
import { readSizes, toLoad } from "../look/read-sizes";

/** Context of following the load. */
export interface FollowContext {
  readonly cluster: Cluster;
  readonly settings: Settings;
  say(text: string): void;
}

/** Pods that the load demands now. */
export interface Load {
  /** Pods that carry everything. */
  readonly full: number;
  /** Pods that the canary's share needs. */
  readonly canary: number;
  /** `spec.replicas` of stable now. */
  readonly stable: number;
  /** An autoscaler brings stable to the size that the whole load needs. */
  readonly brought: boolean;
}

/**
 * Sizes the canary for a weight by stable's present size, and gives it a copy of stable's autoscaler with a lower end
 * of its own where stable has one. It only ever grows: its autoscaler decides on fewer pods.
 * @param weight - share to be carried, percent
 * @param live - share that it has already, percent: stable's size shows the need of the rest
 * @param before - pods that stable had when it got to its present share
 */
export async function followLoad(
  { cluster, settings, say }: FollowContext,
  weight: number,
  live: number,
  before?: number,
): Promise<Load> {
  const sizes = await readSizes(cluster, settings);
  const { sizing, stable, canary } = sizes;
  const present = canary?.replicas ?? 0;
  const full = fullReplicas({ ...toLoad(sizes, live), before });
  const { byPods } = routerOf(settings);
  const needed = canaryPods({ full, stable: stable?.replicas, weight, byPods });
  if (present < needed) {
    say(`canary: ${present} → ${needed} replicas`);
    await scaleTrack(cluster, settings, "canary", needed);
  }
  // An autoscaler of its own would raise the share where pods make it.
  if (!byPods || weight === 100) await followStable(cluster, settings, sizing, needed);
  const { autoscaler } = sizing;
  return {
    full,
    canary: needed,
    stable: stable?.replicas ?? 0,
    brought: autoscaler !== undefined && findController(autoscaler) === undefined,
  };
}
