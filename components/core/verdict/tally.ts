import type { Increment } from "./read-series";
import type { TrackTick } from "./model";
import type { VerdictParameters } from "./parameters";

type Counted = Pick<VerdictParameters, "latencyBoundsSeconds" | "events">;

/** A tick without requests. */
export function emptyTick({ latencyBoundsSeconds, events }: Counted): TrackTick {
  const zero = () => 0;
  return { requests: 0, errors: 0, timed: 0, slow: latencyBoundsSeconds.map(zero), events: events.map(zero) };
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

/** Sums increments of one track into counts; errors and slow requests never more than requests. */
export function tally(
  increments: readonly Increment[],
  { latencyBoundsSeconds, events }: Counted,
): TrackTick {
  const requests = sumOf(increments, "requests");
  const hasTimed = increments.some(({ series }) => series.counters.includes("timed"));
  const timed = hasTimed ? sumOf(increments, "timed") : undefined;
  return {
    requests,
    errors: clamp(sumOf(increments, "errors"), requests),
    timed: timed ?? requests,
    slow: latencyBoundsSeconds.map((bound) => clamp(sumSlow(increments, bound, timed), timed ?? requests)),
    events: events.map(({ name }) => sumOf(increments, `event:${name}`)),
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
