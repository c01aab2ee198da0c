import type { Increment } from "./read-series";
import type { TrackTick } from "./model";
import type { VerdictParameters } from "./parameters";

type Counted = Pick<VerdictParameters, "latencyBoundsSeconds" | "events">;

/** A tick without requests. */
export function emptyTick({ latencyBoundsSeconds, events }: Counted): TrackTick {
  const zero = () => 0;
  return { requests: 0, errors: 0, timed: 0, slow: latencyBoundsSeconds.map(zero), events: events.map(zero) };
}

function clamp(count: number, most: number): number {
  return Math.min(Math.max(count, 0), most);
}

/** Sum of increments per count that they feed. */
function sumCounters(increments: readonly Increment[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { series, count } of increments) {
    for (const counter of series.counters) sums.set(counter, (sums.get(counter) ?? 0) + count);
  }
  return sums;
}

/** Sums increments of one track into counts; errors and slow requests never more than requests. */
export function tally(
  increments: readonly Increment[],
  { latencyBoundsSeconds: bounds, events }: Counted,
): TrackTick {
  const sums = sumCounters(increments);
  const sumOf = (counter: string) => sums.get(counter) ?? 0;
  const requests = sumOf("requests");
  const timed = sums.get("timed");
  // Where a histogram is wanted and not there, nothing is known of durations: that is not "none was slow".
  const knowsSlow = bounds.length === 0 || bounds.some((bound) => sums.has(`slow:${bound}`));
  const known = timed ?? (knowsSlow ? requests : 0);
  // Slow requests are counted as such, or are all timed ones less those within.
  const slowOf = (bound: number) =>
    sumOf(`slow:${bound}`) + (timed === undefined ? 0 : timed - sumOf(`within:${bound}`));
  return {
    requests,
    errors: clamp(sumOf("errors"), requests),
    timed: known,
    slow: bounds.map((bound) => clamp(slowOf(bound), known)),
    events: events.map(({ name }) => sumOf(`event:${name}`)),
  };
}

/** Sum of two ticks of one track. */
export function addTicks(a: TrackTick, b: TrackTick): TrackTick {
  const add = (to: readonly number[], more: readonly number[]) =>
    to.map((count, i) => count + (more[i] as number));
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    timed: a.timed + b.timed,
    slow: add(a.slow, b.slow),
    events: add(a.events, b.events),
  };
}
