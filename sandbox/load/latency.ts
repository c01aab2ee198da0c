/** Quantiles of latency, milliseconds, each at most 2 % above the true value. */
export interface LatencySummary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

const GROWTH = 1.02;
const LOWEST_MS = 0.05;

/** Counts latencies in buckets that grow by 2 %, so that memory does not grow with the load. */
export class LatencyHistogram {
  private readonly counts: number[] = [];
  private total = 0;
  private maxMs = 0;

  add(latencyMs: number): void {
    const bucket = Math.max(0, Math.ceil(Math.log(latencyMs / LOWEST_MS) / Math.log(GROWTH)));
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.total++;
    this.maxMs = Math.max(this.maxMs, latencyMs);
  }

  /** The latency that a share `quantile` of all requests did not exceed; 0 when there were none. */
  quantile(quantile: number): number {
    let left = Math.ceil(this.total * quantile);
    for (const [bucket, count] of this.counts.entries()) {
      left -= count ?? 0;
      if (left <= 0) return Math.min(LOWEST_MS * GROWTH ** bucket, this.maxMs);
    }
    return this.maxMs;
  }

  summarize(): LatencySummary {
    const [p50, p90, p99, p999, max] = [0.5, 0.9, 0.99, 0.999, 1].map(
      (quantile) => Math.round(this.quantile(quantile) * 100) / 100,
    ) as [number, number, number, number, number];
    return { p50, p90, p99, p999, max };
  }
}
