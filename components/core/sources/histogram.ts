import type { Labels, Meaning } from "./source";

/** Number of a histogram's units in a second. */
export type PerSecond = 1 | 1000;

/** Upper end of a bucket, in the histogram's unit; `le="1.0"` and `le="1"` are the same, `+Inf` has none. */
function boundOf(labels: Labels): number {
  const { le } = labels;
  return le === "+Inf" ? Infinity : Number(le);
}

/**
 * Meaning of a series of a classic histogram.
 * @param count - meaning of its count
 */
export function readHistogram(
  histogram: string,
  labels: Labels,
  count: Meaning,
  perSecond: PerSecond = 1,
): Meaning | undefined {
  const name = labels["__name__"];
  if (name === `${histogram}_count`) return count;
  return name === `${histogram}_bucket`
    ? { kind: "bucket", boundSeconds: boundOf(labels) / perSecond }
    : undefined;
}

/**
 * Matcher of the buckets that are read; series without buckets pass it. Clients and Prometheus 3 write `1.0` for `1`.
 * @see https://prometheus.io/docs/prometheus/3.0/migration/#le-and-quantile-label-values
 */
export function matchBounds(boundsSeconds: readonly number[], units: readonly PerSecond[] = [1]): string {
  // Of 0.3 s are exactly 300 ms, whatever the product of both numbers is.
  const all = units.flatMap((unit) => boundsSeconds.map((bound) => Number((bound * unit).toPrecision(12))));
  const bounds = all.map((bound) => {
    const text = `${bound}`.replaceAll(".", String.raw`\\.`);
    return Number.isInteger(bound) ? String.raw`${text}(\\.0)?` : text;
  });
  return `le=~"|${bounds.join("|")}"`;
}

/** Buckets of a histogram, ascending, as people write them. */
function listBounds(labels: readonly Labels[]): string {
  const bounds = new Set(labels.map(boundOf).filter((bound) => Number.isFinite(bound)));
  return [...bounds].toSorted((a, b) => a - b).join(", ");
}

/**
 * Reason why nothing was found, from the names and buckets that there are of a histogram.
 * @param found - `__name__` and `le`
 */
export function diagnoseHistogram(histogram: string, found: readonly Labels[]): string | undefined {
  const named = (suffix: string) => found.filter((one) => one["__name__"] === `${histogram}${suffix}`);
  if (named("").length > 0 && named("_bucket").length === 0) {
    return `${histogram} is a native histogram there, which is not read: let Prometheus keep the classic one too (always_scrape_classic_histograms)`;
  }
  const bounds = listBounds(named("_bucket"));
  return bounds === "" ? undefined : `${histogram} has the buckets ${bounds}`;
}
