import type { Track } from "../../track";
import { noMarks, readIncrements } from "../../verdict/index";
import type { RawSeries } from "../../verdict/index";

/** Durations below which half, 95 % and 99 % of the requests stayed, seconds; null beyond the largest bucket. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

const prefix = "within:";

const boundOf = ({ counters }: RawSeries): number | undefined => {
  const name = counters.find((one) => one.startsWith(prefix));
  return name === undefined ? undefined : Number(name.slice(prefix.length));
};

/** Value at a share of the requests, linear inside its bucket. */
function at(
  share: number,
  total: number,
  buckets: readonly (readonly [boundSeconds: number, count: number])[],
): number | null {
  const wanted = share * total;
  const index = buckets.findIndex(([, count]) => count >= wanted);
  const [bound, count] = buckets[index] ?? [0, 0];
  if (index < 0) return null;
  const [low, below] = buckets[index - 1] ?? [0, 0];
  return low + ((wanted - below) / Math.max(count - below, 1e-9)) * (bound - low);
}

/**
 * Durations of a track between two moments, by the buckets of its histogram. An estimate for people: what decides is
 * the share of requests beyond a bound.
 * @returns undefined where no request was timed
 */
export function estimateQuantiles(
  series: readonly RawSeries[],
  track: Track,
  fromSeconds: number,
  untilSeconds: number,
): Quantiles | undefined {
  const own = series.filter((one) => one.track === track);
  const limits = { gapSeconds: Infinity, baselineSeconds: fromSeconds - 1e-6, untilSeconds };
  const { increments } = readIncrements(noMarks, own, limits);
  const sums = new Map<number, number>();
  let total = 0;
  for (const { series: one, count } of increments) {
    const bound = boundOf(one);
    if (bound !== undefined) sums.set(bound, (sums.get(bound) ?? 0) + count);
    if (one.counters.includes("timed")) total += count;
  }
  if (total === 0 || sums.size === 0) return undefined;
  const buckets = [...sums].toSorted(([a], [b]) => a - b);
  return {
    p50: at(0.5, total, buckets),
    p95: at(0.95, total, buckets),
    p99: at(0.99, total, buckets),
  };
}
