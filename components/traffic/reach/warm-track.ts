import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import type { Settings } from "../../core/settings";
import type { Track } from "../../core/track";
import { requestThroughRouter } from "./probe";
import { InterruptedError } from "../wait";

/** Requests under way at once for each pod: one that is cold is not to be asked by all of them. */
const atOncePerPod = 10;

/** Longest time of one cold request, milliseconds. */
const timeoutMs = 10_000;

/** Requests that warm a track. */
export interface Warmth {
  readonly track: Track;
  readonly pods: number;
  readonly perPod: number;
  /** Paths that are asked in turn. @default - `traffic.probePath` */
  readonly paths?: readonly string[];
}

/**
 * Sends a track requests of Sluice before users' reach it, so that caches, pools and compilers of its pods are warm.
 * The router spreads them over the pods. Their answers are not judged here.
 * @returns requests that were sent; 0 where the router has no rule that reaches one track
 */
export async function warmTrack(
  settings: Settings,
  view: RouteView,
  { track, pods, perPod, paths = [] }: Warmth,
  signal: AbortSignal,
): Promise<number> {
  const rule = routerOf(settings).probe(view, settings, track);
  if (rule === undefined) return 0;
  const requests = perPod * pods;
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < requests) {
      if (signal.aborted) throw new InterruptedError("interrupted");
      // Each path as often as the others, on each pod: a router gives the pods their turns, too.
      const path = paths[Math.floor(sent / pods) % paths.length];
      sent++;
      await requestThroughRouter(settings.traffic, {
        rule,
        timeoutMs,
        ...(path === undefined ? {} : { path }),
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(requests, atOncePerPod * pods) }, worker));
  return sent;
}

/** Sentence on what was sent to warm a track. */
export function explainWarmth({ track, pods }: Warmth, sent: number): string {
  return sent === 0
    ? `${track} is not warmed: the router has no rule that reaches one track`
    : `${track}: ${pods} pods warmed by ${sent} requests`;
}
