import type { Observed } from "../../core/live";
import { routerOf } from "../../core/routers/routers";
import { confirmWeight } from "../write/confirm-weight";
import type { ObserveContext } from "../write/confirm-weight";
import { idleOrTell } from "./idle-canary";

/** Time beside the drain until the counts show that nothing comes any more, seconds. */
const moreSeconds = 10;

/**
 * Ends connections that live on after weight 0 was written: where pods make the share only their end ends them. After
 * the drain the canary's pods go, and then requests are counted once more.
 * @param observed - counts since weight 0 was written
 */
export async function endConnections(
  context: ObserveContext & { say(text: string, severity?: "info" | "warning"): void },
  observed: Observed,
  signal?: AbortSignal,
): Promise<Observed> {
  const { settings, now } = context;
  if (observed === "confirmed" || !routerOf(settings).byPods) return observed;
  context.say("weight 0 is written, not confirmed: connections that live on end with the canary's pods");
  await idleOrTell(context, signal);
  return await confirmWeight(context, {
    weight: 0,
    sinceSeconds: now(),
    timeoutSeconds: settings.traffic.drainSeconds + moreSeconds,
    ...(signal === undefined ? {} : { signal }),
  });
}
