import { binomialTest } from "../samples/binomial";
import type { Ledger } from "../../ledger/ledger";
import { hasEpoch } from "../../live";
import type { LiveRoute, Observed } from "../../live";
import { isAside } from "../../stage/exposure";
import type { Track } from "../../track";

/** A share this unlikely under the weight contradicts it. */
const level = 1e-3;
/** Scrapes in which a track without weight must have had no request. */
export const quietScrapes = 2;

/** Requests per track between the baseline scrape after a write and the newest scrape. */
export interface ObservedCounts {
  /** Written weight, whole percent, 0 to 100, or that of a match or mirror. */
  readonly weight: number;
  /**
   * Requests routed by weight: those of the probe rules do not count, Sluice's own plain requests do. Connections that
   * live on after they were routed, such as WebSockets, do not count either.
   */
  readonly canaryRequests: number;
  readonly stableRequests: number;
}

/** Counts since a write, with the facts by which silence is judged. */
export interface ObservedFacts extends ObservedCounts {
  /** Scrapes since the baseline. After `contradicted` the caller takes a new baseline: the router may have been late. */
  readonly scrapesSinceWrite: number;
  readonly secondsSinceWrite: number;
  /** Longest time until the router follows a write, seconds. */
  readonly propagationSeconds: number;
  /** The share is one of connections, which say nothing of how many requests each track gets. @default false */
  readonly byConnections?: boolean;
  /** Whether requests per track can be counted at all now. */
  readonly countable: boolean;
  /** Of the requests, how many took so long that they may have been routed before the write. @default none */
  readonly late?: Readonly<Record<Track, number>>;
}

/** Least requests with which a silent track would contradict the weight; for 0 and 100 none are needed. */
function requestsNeeded(weight: number): number {
  // Sluice sends no requests that a match takes, and a mirror's answers tell nothing.
  if (isAside(weight)) return 0;
  const smaller = Math.min(weight, 100 - weight) / 100;
  return smaller === 0 ? 0 : Math.ceil(Math.log(level / 2) / Math.log(1 - smaller));
}

/** Late requests of the track that should be silent: they contradict nothing, and silence begins after them. */
export function lateOfSilent({ weight, late }: Pick<ObservedFacts, "weight" | "late">): number {
  const silent = weight === 0 ? "canary" : weight === 100 ? "stable" : undefined;
  return silent === undefined ? 0 : (late?.[silent] ?? 0);
}

/** For 0: a track that should be silent was so in two scrapes or, where uncountable, for twice the propagation time. */
function assessSilence(facts: ObservedFacts, requests: number): Observed {
  if (!facts.countable) {
    return facts.secondsSinceWrite >= 2 * facts.propagationSeconds ? "confirmed" : "unknown";
  }
  const late = lateOfSilent(facts);
  if (requests > late) {
    return "contradicted";
  }
  return late === 0 && facts.scrapesSinceWrite >= quietScrapes ? "confirmed" : "unknown";
}

/**
 * For a share of connections: each track that gets new ones must have had requests; those of old connections to the
 * other say nothing.
 */
function assessConnections({ weight, canaryRequests, stableRequests, countable }: ObservedFacts): Observed {
  const silent = canaryRequests === 0 || (weight < 100 && stableRequests === 0);
  return countable && !silent ? "confirmed" : "unknown";
}

/**
 * Decides whether requests per track since a write fit the weight. 100 mirrors 0. Between them, an exact binomial test
 * contradicts at 1e-3, and the counts confirm once they would have contradicted had one track got nothing. How many
 * requests fit a match or mirror is not known: one that reaches the canary confirms it.
 */
export function assessObserved(facts: ObservedFacts): Observed {
  const { weight, canaryRequests, stableRequests, countable } = facts;
  if (weight === 0) {
    return assessSilence(facts, canaryRequests);
  }
  if (facts.byConnections === true) {
    return assessConnections(facts);
  }
  if (isAside(weight)) {
    return countable && canaryRequests > 0 ? "confirmed" : "unknown";
  }
  if (weight === 100) {
    return assessSilence(facts, stableRequests);
  }
  const requests = canaryRequests + stableRequests;
  if (!countable || requests === 0) {
    return "unknown";
  }
  if (binomialTest(requests, canaryRequests, weight / 100) < level) {
    return "contradicted";
  }
  return requests >= requestsNeeded(weight) ? "confirmed" : "unknown";
}

/**
 * Splits off requests that may have been routed before a write: those that began before the router followed belong to
 * no share of now, those that began about then are late.
 * @param slow - requests longer than `slowSeconds`
 */
export function splitLate(
  { routed, slow }: { readonly routed: number; readonly slow: number },
  slowSeconds: number,
  secondsSinceWrite: number,
  propagationSeconds: number,
): { readonly requests: number; readonly late: number } {
  const late = Math.min(slow, routed);
  const isOlder = secondsSinceWrite - slowSeconds <= propagationSeconds;
  return isOlder ? { requests: routed - late, late: 0 } : { requests: routed, late };
}

/** Scrapes from a write until two without a request are known, and one more where the router was late. */
const scrapesUntilKnown = 2 + quietScrapes;

/**
 * Time to wait until the counts can have confirmed a write.
 * @param leastSeconds - wait at least so long
 * @param intervalSeconds - between two scrapes, as far as known
 */
export function confirmWithin(leastSeconds: number, intervalSeconds: number | undefined): number {
  return Math.max(leastSeconds, Math.ceil(scrapesUntilKnown * (intervalSeconds ?? 0)));
}

/** Plain requests of Sluice that are still needed to confirm a weight where traffic is thin; 0 where enough came. */
export function probesNeeded({ weight, canaryRequests, stableRequests }: ObservedCounts): number {
  return Math.max(0, requestsNeeded(weight) - canaryRequests - stableRequests);
}

/** Time over which counts are looked at, seconds: some scrapes at any usual interval, and few samples. */
const lookBackSeconds = 120;

/** The write that is being observed, as ledger and route know it. */
export interface WriteFacts {
  readonly ledger: Pick<Ledger, "epoch" | "weight" | "moves"> | undefined;
  readonly route: Pick<LiveRoute, "epoch" | "fencedFrom" | "weight">;
  readonly nowSeconds: number;
}

/**
 * Decides from when requests count as evidence of the live weight: from the last recorded move where the route was not
 * written since, at most two minutes back; else from now on. Scrapes taken before a command need not be waited for.
 * @returns seconds since the epoch
 */
export function observedFrom({ ledger, route, nowSeconds }: WriteFacts): number {
  const move = ledger?.moves.at(-1);
  const isOurs =
    ledger !== undefined &&
    hasEpoch(route, ledger.epoch) &&
    route.weight === ledger.weight &&
    move?.to === route.weight;
  return isOurs ? Math.min(nowSeconds, Math.max(move.atSeconds, nowSeconds - lookBackSeconds)) : nowSeconds;
}
