import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "../cluster/api";
import { unfollowStable } from "../cluster/autoscaler";
import { scaleTrack, readTrack } from "../cluster/workloads";
import type { Settings } from "../core/settings";
import { writtenWeight } from "../core/live";
import type { ZeroReason } from "../core/live";
import type { RouteView } from "../core/routers/router";
import { explainWays } from "../core/routers/foreign-rules";
import type { Ways } from "../core/routers/foreign-rules";
import { findWays } from "./read-route";
import { writeZero } from "./write-route";
import { freshEpoch } from "./fresh-epoch";
import { persist } from "./persist";
import { sleep } from "./wait";

/** Context of ending traffic. */
export interface EndContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  say(text: string, severity?: "info" | "warning"): void;
}

/** The route before and after weight 0. */
export interface EndedTraffic {
  readonly before: RouteView;
  readonly after: RouteView;
}

/**
 * Single write that takes all traffic off the canary, tried again while the API server is away, answers 429 or 5xx. A
 * write whose answer was lost is found by its reason on the route, and not made twice.
 * @param options - `written`: weight 0 that is found is not written again; `patienceSeconds`: as {@link persist} has it
 * @returns undefined when Sluice's route does not exist, so that no traffic reaches the canary through it
 */
export async function endTraffic(
  { settings, cluster, say }: EndContext,
  zero: ZeroReason,
  {
    written = false,
    patienceSeconds,
  }: { readonly written?: boolean; readonly patienceSeconds?: number } = {},
): Promise<EndedTraffic | undefined> {
  let first: RouteView | undefined;
  const isDone = (view: RouteView): boolean => {
    const { live } = view;
    const byUs =
      first !== undefined && first.live.epoch !== live.epoch && isDeepStrictEqual(live.zeroReason, zero);
    first ??= view;
    const isClean = writtenWeight(live) === 0 && live.foreign === undefined;
    return isClean && (written || byUs);
  };
  const away = (error: Error): void =>
    say(`weight 0 is not known to be written: ${error.message}`, "warning");
  const write = async (): Promise<EndedTraffic | undefined> =>
    await writeZero(cluster, settings, freshEpoch, zero, isDone);
  const ended = await persist(write, away, patienceSeconds);
  return ended === undefined ? undefined : { before: first ?? ended.before, after: ended.after };
}

/**
 * Scales the canary to 0 once no request can reach it any more: propagation and drain first. A foreign rule that still
 * reaches it keeps its pods, and so do rules that could not be looked for.
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

/** {@link idleCanary}, and prints the reason where the canary's pods stay. */
export async function idleOrTell(
  { cluster, settings, say }: EndContext,
  signal?: AbortSignal,
): Promise<void> {
  const ways = await idleCanary(cluster, settings, signal);
  for (const { text, fix } of explainWays(ways)) say(`the canary's pods stay: ${text}; ${fix}`, "warning");
}
