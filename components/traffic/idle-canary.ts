import type { Cluster } from "../cluster/api";
import { unfollowStable } from "../cluster/autoscaler";
import { readTrack, scaleTrack } from "../cluster/workloads";
import { explainWays } from "../core/routers/foreign-rules";
import type { Ways } from "../core/routers/foreign-rules";
import type { Settings } from "../core/settings";
import { findWays } from "./read-route";
import { sleep } from "./wait";

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
  if (isReached) return ways;
  await unfollowStable(cluster, settings);
  if (canary !== undefined && canary.replicas > 0) await scaleTrack(cluster, settings, "canary", 0);
  return ways;
}

/** {@link idleCanary}, and says why the canary's pods stay where they do. */
export async function idleOrTell(
  {
    cluster,
    settings,
    say,
  }: {
    readonly cluster: Cluster;
    readonly settings: Settings;
    say(text: string, severity?: "info" | "warning"): void;
  },
  signal?: AbortSignal,
): Promise<void> {
  const ways = await idleCanary(cluster, settings, signal);
  for (const { text, fix } of explainWays(ways)) say(`the canary's pods stay: ${text}; ${fix}`, "warning");
}
