import type { Track } from "../track";
import { syntheticTickSeconds } from "../verdict/index";

/** Stable is asked so many times as often as the canary. */
export const stablePerCanary = 3;

/** A canary that failed alone a moment ago is asked so often, per second, whatever is set, and stable with it. */
const alarmedPerSecond = 24;

/** One request of our own. */
export interface PlannedRequest {
  readonly track: Track;
  /** From the beginning of the tick, seconds. */
  readonly delaySeconds: number;
}

/** Number of requests in one tick, so that all ticks together have the rate. */
const countIn = (nth: number, perTick: number): number =>
  Math.floor((nth + 1) * perTick) - Math.floor(nth * perTick);

/**
 * Plans the requests of one tick, each at a random moment of its own part of it, in the order in which they are sent.
 * @param nth - number of the tick, from 0
 * @param rate - requests per second to the canary
 * @param random - numbers from 0 to below 1
 */
export function planRequests(
  nth: number,
  { perSecond, isAlarmed }: { readonly perSecond: number; readonly isAlarmed: boolean },
  random: () => number,
): readonly PlannedRequest[] {
  const rate = isAlarmed ? alarmedPerSecond : perSecond;
  const of = (track: Track, times: number): PlannedRequest[] => {
    const count = countIn(nth, rate * times * syntheticTickSeconds);
    const part = syntheticTickSeconds / count;
    return Array.from({ length: count }, (_, i) => ({ track, delaySeconds: (i + random()) * part }));
  };
  return [...of("canary", 1), ...of("stable", stablePerCanary)].toSorted(
    (a, b) => a.delaySeconds - b.delaySeconds,
  );
}
