import type { Cluster } from "../cluster/api";
import { assessObserved, probesNeeded } from "../core/evidence/observed";
import type { Observed } from "../core/live";
import type { Settings } from "../core/settings";
import { countBetween } from "../prometheus/count-between";
import { openSource } from "../prometheus/source";
import { requestThroughRouter } from "./probe";
import { InterruptedError, sleep } from "./wait";

/** What observing needs. */
export interface ObserveContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  now(): number;
  progress(text: string): void;
}

/** Which weight is looked for, since when, and how long. */
export interface ObserveOptions {
  readonly weight: number;
  /** When the weight was written, seconds since the epoch. */
  readonly sinceSeconds: number;
  readonly timeoutSeconds: number;
  /** Send plain requests of our own where traffic is thin. @default false */
  readonly topUp?: boolean;
  readonly signal?: AbortSignal;
}

/** Most requests of our own per look, so that thin production traffic is never swamped. */
const topUpBatch = 50;

/**
 * Waits until the requests that the tracks got since a write fit its weight.
 * @returns `confirmed`, or what was last seen when the time is over
 */
export async function confirmWeight(context: ObserveContext, options: ObserveOptions): Promise<Observed> {
  const { settings, cluster } = context;
  const { weight, signal } = options;
  const { propagationSeconds } = settings.traffic;
  const end = context.now() + options.timeoutSeconds;
  // The router may follow late: what it did before is not held against it.
  let baselineSeconds = options.sinceSeconds;
  let contradictedAt: number | undefined;
  for (let looks = 0; ; looks++) {
    const now = context.now();
    const read = await openSource(cluster, settings).read(baselineSeconds, now, signal);
    const countable = read.problems.length === 0 && read.series.length > 0;
    const counts = countBetween(read.series, baselineSeconds, now);
    const facts = {
      weight,
      canaryRequests: counts.canary.requests,
      stableRequests: counts.stable.requests,
      scrapesSinceWrite: counts.scrapes,
      secondsSinceWrite: now - options.sinceSeconds,
      propagationSeconds,
      countable,
    };
    const observed = assessObserved(facts);
    if (observed === "confirmed") return observed;
    context.progress(
      `observing ${weight} %: canary ${facts.canaryRequests}, stable ${facts.stableRequests} requests since the write (${observed}${countable ? "" : `, ${read.problems[0]?.problem ?? "no series"}`})`,
    );
    if (observed === "contradicted") {
      contradictedAt = now;
      // The next baseline is the scrape after the ones that were just seen.
      baselineSeconds = now;
    }
    if (now >= end)
      return observed === "unknown" &&
        contradictedAt !== undefined &&
        now - contradictedAt < 3 * propagationSeconds
        ? "contradicted"
        : observed;
    const missing = probesNeeded(facts);
    if (options.topUp && looks > 2 && countable && missing > 0)
      await topUp(settings, Math.min(missing, topUpBatch), signal);
    await sleep(1000, signal);
  }
}

async function topUp(settings: Settings, requests: number, signal: AbortSignal | undefined): Promise<void> {
  for (let sent = 0; sent < requests; sent += 10) {
    if (signal?.aborted) throw new InterruptedError("interrupted");
    const batch = Math.min(10, requests - sent);
    await Promise.all(
      Array.from(
        { length: batch },
        async () => await requestThroughRouter(settings.traffic, { timeoutMs: 3000 }),
      ),
    );
  }
}
