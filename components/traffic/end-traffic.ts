import type { Cluster } from "../cluster/api";
import { scaleTrack, readTrack } from "../cluster/workloads";
import type { Settings } from "../core/settings";
import type { ZeroReason } from "../core/live";
import type { RouteView } from "../core/routers/router";
import { findWays } from "./read-route";
import type { Ways } from "./read-route";
import { writeZero } from "./write-route";
import { freshEpoch } from "./fresh-epoch";
import { sleep } from "./wait";

/**
 * The one write that takes all traffic off the canary.
 * @returns the route before and after; undefined when there is no route, so that no traffic reaches the canary
 */
export async function endTraffic(
  cluster: Cluster,
  settings: Settings,
  zero: ZeroReason,
): Promise<{ before: RouteView; after: RouteView } | undefined> {
  return await writeZero(cluster, settings, freshEpoch, zero);
}

/**
 * Scales the canary to 0 once nothing can reach it any more: propagation and drain first. A rule of others that still
 * reaches it keeps its pods, and so do rules that nobody could look for.
 * @returns the ways that are left; none where the canary is idle
 */
export async function idleCanary(cluster: Cluster, settings: Settings, signal?: AbortSignal): Promise<Ways> {
  const canary = await readTrack(cluster, settings, "canary");
  if (canary !== undefined && canary.replicas > 0)
    await sleep((settings.traffic.propagationSeconds + settings.traffic.drainSeconds) * 1000, signal);
  const ways = await findWays(cluster, settings);
  const isReached = ways.rules.length > 0 || ways.unseen.length > 0;
  if (canary !== undefined && canary.replicas > 0 && !isReached)
    await scaleTrack(cluster, settings, "canary", 0);
  return ways;
}
