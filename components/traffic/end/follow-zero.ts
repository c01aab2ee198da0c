import { assessObserved, confirmWithin } from "../../core/evidence/doubts/observed";
import { followWithin, isIgnored } from "../../core/lever/decide-lever";
import type { Observed } from "../../core/live";
import { routerOf } from "../../core/routers/routers";
import { confirmWeight, look } from "../write/confirm-weight";
import type { ObserveContext } from "../write/confirm-weight";
import { sleep } from "../wait";

/** Effect of an accepted write of weight 0. */
export interface ZeroFollowed {
  readonly observed: Observed;
  /** The router does not follow: 30 s after the write new requests of the canary are counted. */
  readonly ignored: boolean;
}

/** Usual wait for requests to stop, seconds. */
const confirmSeconds = 10;

/**
 * Waits until no request reaches the canary any more after a write of weight 0; where some still do, until it is known
 * that the router does not follow. No data is never waited for longer.
 */
export async function followZero(context: ObserveContext, writtenAtSeconds: number): Promise<ZeroFollowed> {
  const { propagationSeconds } = context.settings.traffic;
  const zero = { weight: 0, sinceSeconds: writtenAtSeconds, timeoutSeconds: confirmSeconds };
  const observed = await confirmWeight(context, zero);
  // Connections that live on end with the canary's pods, whatever the router follows.
  const { byPods } = routerOf(context.settings);
  if (observed !== "contradicted" || byPods) return { observed, ignored: false };
  const begin = context.now();
  let fromSeconds = begin;
  for (;;) {
    const { facts, now, intervalSeconds } = await look(context, zero, fromSeconds);
    const { countable, late, canaryRequests: all } = facts;
    const canaryRequests = all - late.canary;
    const seen = { countable, canaryRequests, fromSeconds, writtenAtSeconds, nowSeconds: now };
    if (isIgnored({ ...seen, propagationSeconds })) return { observed: "contradicted", ignored: true };
    const again = assessObserved(facts);
    if (again === "confirmed") return { observed: again, ignored: false };
    if (now >= begin + confirmWithin(followWithin(propagationSeconds), intervalSeconds))
      return { observed: "contradicted", ignored: false };
    // Requests that came while the router was still to follow are not held against it.
    if (canaryRequests > 0) fromSeconds = now;
    context.progress(`weight 0 is written, and ${canaryRequests} requests still reached the canary`);
    await sleep(1000);
  }
}
