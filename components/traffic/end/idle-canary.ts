import type { Cluster } from "../../cluster/api";
import { unfollowStable } from "../../cluster/autoscaler";
import { readTrack, scaleTrack } from "../../cluster/workloads";
import { explainWays } from "../../core/routers/foreign-rules";
import type { Ways } from "../../core/routers/foreign-rules";
import type { Settings } from "../../core/settings";
import { findWays } from "../look/read-route";
import { sleep } from "../wait";

/**
 * Scales the canary to 0 once nothing can reach it any more: propagation and drain first. A rule of others that still
 * reaches it keeps its pods, and so do rules that nobody could look for, and a weight that another run has raised since.
 * @param isOurs - asked after the drain: whether the canary is still of the attempt that ended; without the lock another
 * one may have begun. @default it is
 * @returns the ways that are left; none where the canary is idle, or another attempt's
 */
export async function idleCanary(
  cluster: Cluster,
  settings: Settings,
  signal?: AbortSignal,
  isOurs?: () => Promise<boolean>,
): Promise<Ways> {
  const canary = await readTrack(cluster, settings, "canary");
  if (canary !== undefined && canary.replicas > 0)
    await sleep((settings.traffic.propagationSeconds + settings.traffic.drainSeconds) * 1000, signal);
  const ways = await findWays(cluster, settings);
  if (explainWays(ways).length > 0 || (await isOurs?.()) === false) return ways;
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
