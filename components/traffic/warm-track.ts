import type { RouteView } from "../core/routers/router";
import { routerOf } from "../core/routers/routers";
import type { Settings } from "../core/settings";
import type { Track } from "../core/track";
import { requestThroughRouter } from "./probe";
import { InterruptedError } from "./wait";

/** Requests under way at once for each pod: one that is cold is not to be asked by all of them. */
const atOncePerPod = 10;

/** Longest time of one cold request, milliseconds. */
const timeoutMs = 10_000;

/**
 * Sends a track requests of Sluice before users' reach it, so that caches, pools and compilers of its pods are warm.
 * Their answers are not judged here.
 * @returns requests that were sent; 0 where the router has no rule that reaches one track
 */
export async function warmTrack(
  settings: Settings,
  view: RouteView,
  track: Track,
  pods: number,
  signal: AbortSignal,
): Promise<number> {
  const rule = routerOf(settings).probe(view, settings, track);
  if (rule === undefined) return 0;
  const requests = settings.promotion.warmupRequests * pods;
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < requests) {
      if (signal.aborted) throw new InterruptedError("interrupted");
      sent++;
      await requestThroughRouter(settings.traffic, { rule, timeoutMs });
    }
  };
  await Promise.all(Array.from({ length: Math.min(requests, atOncePerPod * pods) }, worker));
  return sent;
}
