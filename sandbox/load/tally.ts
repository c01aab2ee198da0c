import { LatencyHistogram } from "./latency";
import type { FailureKind, LoadFailure, LoadSecond, LoadSnapshot, VersionTally } from "./report";

/** End of one request. */
export interface Outcome {
  /** Set when it failed. */
  readonly failure?: { readonly kind: FailureKind; readonly detail: string };
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  readonly version: string;
  readonly path: string;
  readonly latencyMs: number;
}

const MAX_FAILURES = 1000;
const NO_FAILURES: Readonly<Record<FailureKind, number>> = {
  status: 0,
  timeout: 0,
  connection: 0,
  overflow: 0,
};

const startSecond = () => ({ sent: 0, ok: 0, failed: 0, versions: {}, latency: new LatencyHistogram() });

const countUp = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Sums of what clients see; its caller passes the time in, in milliseconds from the start of the load. */
export class Tally {
  readonly timeline: LoadSecond[] = [];
  readonly failures: LoadFailure[] = [];
  private readonly startedAtMs: number;
  private readonly totals = { sent: 0, ok: 0, failed: 0 };
  private readonly failuresByKind = { ...NO_FAILURES };
  private readonly statuses: Record<string, number> = {};
  private readonly versions = new Map<
    string,
    { requests: number; failed: number; latency: LatencyHistogram }
  >();
  private readonly latency = new LatencyHistogram();
  private readonly lateness = new LatencyHistogram();
  private current: ReturnType<typeof startSecond> & { versions: Record<string, number> } = startSecond();

  constructor(startedAtMs: number) {
    this.startedAtMs = startedAtMs;
  }

  sent(lateMs: number): void {
    this.totals.sent++;
    this.current.sent++;
    this.lateness.add(lateMs);
  }

  ended(outcome: Outcome, nowMs: number): void {
    const key = outcome.failure ? "failed" : "ok";
    this.totals[key]++;
    this.current[key]++;
    this.latency.add(outcome.latencyMs);
    this.current.latency.add(outcome.latencyMs);
    countUp(this.current.versions, outcome.version);
    if (outcome.status !== undefined) countUp(this.statuses, String(outcome.status));
    const version = this.versions.get(outcome.version) ?? {
      requests: 0,
      failed: 0,
      latency: new LatencyHistogram(),
    };
    this.versions.set(outcome.version, version);
    version.requests++;
    version.latency.add(outcome.latencyMs);
    if (!outcome.failure) return;
    version.failed++;
    this.failuresByKind[outcome.failure.kind]++;
    if (this.failures.length >= MAX_FAILURES) return;
    this.failures.push({
      at: new Date(this.startedAtMs + nowMs).toISOString(),
      seconds: Math.round(nowMs) / 1000,
      ...outcome.failure,
      path: outcome.path,
      version: outcome.version,
      latencyMs: Math.round(outcome.latencyMs * 100) / 100,
    });
  }

  /** Whether anything happened since the last full second. */
  hasOpenSecond(): boolean {
    return this.current.sent + this.current.ok + this.current.failed > 0;
  }

  /** Ends the second under way and begins the next. */
  nextSecond(): LoadSecond {
    const { latency, ...counts } = this.current;
    const second = this.timeline.length;
    const { p50, p99 } = latency.summarize();
    const ended = {
      second,
      at: new Date(this.startedAtMs + second * 1000).toISOString(),
      ...counts,
      p50Ms: p50,
      p99Ms: p99,
    };
    this.timeline.push(ended);
    this.current = startSecond();
    return ended;
  }

  snapshot(nowMs: number): LoadSnapshot {
    const versions = [...this.versions].map(
      ([name, { requests, failed, latency }]): [string, VersionTally] => [
        name,
        { requests, failed, latencyMs: latency.summarize() },
      ],
    );
    return {
      seconds: Math.round(nowMs) / 1000,
      ...this.totals,
      failuresByKind: { ...this.failuresByKind },
      statuses: { ...this.statuses },
      versions: Object.fromEntries(versions),
      latencyMs: this.latency.summarize(),
      lateMs: this.lateness.summarize(),
    };
  }
}
