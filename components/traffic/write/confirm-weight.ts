import { describeWeight } from "../../core/stage/exposure";
import type { Cluster } from "../../cluster/api";
import { countBetween } from "../../core/evidence/samples/count-between";
import {
  assessObserved,
  confirmWithin,
  lateOfSilent,
  probesNeeded,
  splitLate,
} from "../../core/evidence/doubts/observed";
import { explainInterval, scrapeInterval } from "../../core/evidence/samples/scrape-interval";
import { wasSilent } from "../../core/evidence/doubts/silence";
import type { Observed } from "../../core/live";
import { routerOf } from "../../core/routers/routers";
import type { Settings } from "../../core/settings";
import { slowSecondsOf, sourceOf } from "../../core/sources/sources";
import type { Track } from "../../core/track";
import { openSource } from "../../prometheus/source";
import { requestThroughRouter } from "../reach/probe";
import { InterruptedError, sleep } from "../wait";

/** Context of observing the split. */
export interface ObserveContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  now(): number;
  progress(text: string): void;
}

/** Weight that is looked for, since when, and how long. */
export interface ObserveOptions {
  readonly weight: number;
  /** Moment at which the weight was written, seconds since the epoch. */
  readonly sinceSeconds: number;
  readonly timeoutSeconds: number;
  /** Send Sluice's own plain requests where traffic is thin. @default false */
  readonly topUp?: boolean;
  readonly signal?: AbortSignal;
}

/** Most requests of Sluice per look, so that thin production traffic is never swamped. */
const topUpBatch = 50;

/** Time that is read back to learn how often there are samples, seconds. */
const historySeconds = 300;

/** Reads the requests of the tracks since a moment. */
export async function look(context: ObserveContext, options: ObserveOptions, baselineSeconds: number) {
  const { settings, cluster } = context;
  const { propagationSeconds } = settings.traffic;
  const now = context.now();
  const read = await openSource(cluster, settings).read(
    baselineSeconds - historySeconds,
    now,
    options.signal,
  );
  const counts = countBetween(read.series, baselineSeconds, now);
  const secondsSinceWrite = now - options.sinceSeconds;
  const slowSeconds = slowSecondsOf(sourceOf(settings.analysis)) ?? 0;
  const of = (track: Track) => splitLate(counts[track], slowSeconds, secondsSinceWrite, propagationSeconds);
  const [canary, stable] = [of("canary"), of("stable")];
  return {
    now,
    problem: read.problems[0]?.problem,
    intervalSeconds: scrapeInterval(read.series),
    facts: {
      weight: options.weight,
      byConnections: routerOf(settings).byPods ?? false,
      canaryRequests: canary.requests,
      stableRequests: stable.requests,
      late: { canary: canary.late, stable: stable.late },
      scrapesSinceWrite: counts.scrapes,
      secondsSinceWrite,
      propagationSeconds,
      countable: read.problems.length === 0 && read.series.length > 0,
    },
  };
}

/**
 * Whether scrapes that were taken before say that the canary gets no request; not where they cannot be read.
 * @param fromSeconds - the canary has had no weight since then
 */
export async function isSilent(
  { settings, cluster, now }: Pick<ObserveContext, "settings" | "cluster" | "now">,
  fromSeconds: number,
): Promise<boolean> {
  const nowSeconds = now();
  const read = await openSource(cluster, settings).read(nowSeconds - historySeconds, nowSeconds);
  return read.problems.length === 0 && wasSilent(read.series, fromSeconds, nowSeconds);
}

/** Observation of the split, on one line. */
function describe(
  { facts, problem, intervalSeconds }: Awaited<ReturnType<typeof look>>,
  observed: Observed,
): string {
  const { weight, canaryRequests, stableRequests, countable } = facts;
  const lates = lateOfSilent(facts);
  const slow = lates === 0 ? "" : `, ${lates} of them may be older`;
  const why = countable ? "" : `, ${problem ?? "no series"}`;
  const rare = explainInterval(intervalSeconds);
  return `observing ${describeWeight(weight)}: canary ${canaryRequests}, stable ${stableRequests} requests since the write${slow} (${observed}${why})${rare === undefined ? "" : `; ${rare}`}`;
}

/**
 * Waits until the requests of the tracks since a write fit its weight; longer than asked for where samples come too
 * slowly to show it before.
 * @returns `confirmed`, or the last observation when the time is over
 */
export async function confirmWeight(context: ObserveContext, options: ObserveOptions): Promise<Observed> {
  const { signal } = options;
  const { propagationSeconds } = context.settings.traffic;
  const begin = context.now();
  // The router may follow late: its behaviour before that does not count against it.
  let baselineSeconds = options.sinceSeconds;
  let contradictedAt: number | undefined;
  for (let looks = 0; ; looks++) {
    const seen = await look(context, options, baselineSeconds);
    const { facts, now } = seen;
    const observed = assessObserved(facts);
    if (observed === "confirmed") return observed;
    context.progress(describe(seen, observed));
    if (observed === "contradicted") contradictedAt = now;
    // The next baseline is the scrape after the ones that were just seen.
    if (observed === "contradicted" || lateOfSilent(facts) > 0) baselineSeconds = now;
    if (now >= begin + confirmWithin(options.timeoutSeconds, seen.intervalSeconds))
      return observed === "unknown" &&
        contradictedAt !== undefined &&
        now - contradictedAt < Math.max(3 * propagationSeconds, 3 * (seen.intervalSeconds ?? 0))
        ? "contradicted"
        : observed;
    const missing = probesNeeded(facts);
    // A request of Sluice has no connection of a user's, and is no call.
    if (
      options.topUp &&
      !facts.byConnections &&
      !routerOf(context.settings).isOfCalls &&
      looks > 2 &&
      facts.countable &&
      missing > 0
    )
      await topUp(context.settings, Math.min(missing, topUpBatch), signal);
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
