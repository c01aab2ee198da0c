import type { Increment } from "./read-series";
import type { TrackTick } from "./model";

/** A tick without requests. */
export function emptyTick(boundsSeconds: readonly number[]): TrackTick {
  return { requests: 0, errors: 0, timed: 0, slow: boundsSeconds.map(() => 0) };
}

function sumOf(increments: readonly Increment[], counter: string): number {
  return increments.reduce(
    (sum, { series, count }) => (series.counters.includes(counter) ? sum + count : sum),
    0,
  );
}

function clamp(count: number, most: number): number {
  return Math.min(Math.max(count, 0), most);
}

/** Requests slower than `bound`: counted as such, or all timed ones less those within. */
function sumSlow(increments: readonly Increment[], bound: number, timed: number | undefined): number {
  const slow = sumOf(increments, `slow:${bound}`);
  return timed === undefined ? slow : slow + timed - sumOf(increments, `within:${bound}`);
}

/**
 * Sums increments of one track into counts, errors and slow requests never more than requests.
 * @param boundsSeconds - latency bounds, seconds
 */
export function tally(increments: readonly Increment[], boundsSeconds: readonly number[]): TrackTick {
  const requests = sumOf(increments, "requests");
  const hasTimed = increments.some(({ series }) => series.counters.includes("timed"));
  const timed = hasTimed ? sumOf(increments, "timed") : undefined;
  return {
    requests,
    errors: clamp(sumOf(increments, "errors"), requests),
    timed: timed ?? requests,
    slow: boundsSeconds.map((bound) => clamp(sumSlow(increments, bound, timed), timed ?? requests)),
  };
}

/** Sum of two ticks of one track. */
export function addTicks(a: TrackTick, b: TrackTick): TrackTick {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    timed: a.timed + b.timed,
    slow: a.slow.map((count, i) => count + (b.slow[i] as number)),
  };
}
