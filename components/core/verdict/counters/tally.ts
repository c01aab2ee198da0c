import { gridsOf } from "../statistics/grid";
import type { Counts, TrackTick } from "../model";
import { isBadOnRoute } from "../outcome-rules";
import type { Answer, OutcomeRules } from "../outcome-rules";
import type { Increment } from "./read-series";
import type { VerdictParameters } from "../parameters";

/** A tick without requests. */
export function emptyTick(parameters: VerdictParameters): TrackTick {
  const { latencyBoundsSeconds, events } = parameters;
  const zero = () => 0;
  const { shares } = gridsOf(parameters);
  return {
    requests: 0,
    errors: 0,
    timed: 0,
    slow: latencyBoundsSeconds.map(zero),
    events: events.map(zero),
    ...(shares && { shares: shares.tests.map(() => ({ requests: 0, errors: 0 })) }),
  };
}

/** Whether an answer counts for a share, and whether it is in the class or bad on the route. */
function countsFor({ kind, route }: Answer, name: string, rules: OutcomeRules): "in" | "out" | undefined {
  if (name.startsWith("route:")) {
    if (route === undefined) return undefined;
    return isBadOnRoute(kind, rules) ? "in" : "out";
  }
  // A client that gave up says nothing on what the answer would have been.
  if (kind === "gave-up" && name !== "gave-up") return undefined;
  return kind === name ? "in" : "out";
}

/** Answers per share that is judged. */
function tallyShares(
  increments: readonly Increment[],
  parameters: VerdictParameters,
): readonly Counts[] | undefined {
  const { shares } = gridsOf(parameters);
  if (shares === undefined) return undefined;
  const rules = parameters.outcomes as OutcomeRules;
  const sums = shares.tests.map(() => ({ requests: 0, errors: 0 }));
  const rest = shares.places.get("route:");
  for (const { series, count } of increments) {
    const { answer } = series;
    if (answer === undefined || count === 0) continue;
    const own = shares.places.get(`route:${answer.route}`) ?? rest;
    for (const [k, { name }] of shares.tests.entries()) {
      if (name.startsWith("route:") && k !== own) continue;
      const counted = countsFor(answer, name, rules);
      const sum = sums[k] as { requests: number; errors: number };
      if (counted !== undefined) sum.requests += count;
      if (counted === "in") sum.errors += count;
    }
  }
  return sums;
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
export function tally(increments: readonly Increment[], parameters: VerdictParameters): TrackTick {
  const { latencyBoundsSeconds: bounds, events } = parameters;
  const shares = tallyShares(increments, parameters);
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
    ...(shares && { shares }),
  };
}

function addShares(to: readonly Counts[], more: readonly Counts[]): readonly Counts[] {
  return to.map(({ requests, errors }, k) => {
    const one = more[k] as Counts;
    return { requests: requests + one.requests, errors: errors + one.errors };
  });
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
    ...(a.shares && b.shares && { shares: addShares(a.shares, b.shares) }),
  };
}
