import type { LatencySummary } from "./latency";

/**
 * Reason why a request failed for its client: an answer of 400 or above, no whole answer in time, a broken or refused
 * connection, or never sent because 10,000 requests were already under way.
 */
export type FailureKind = "status" | "timeout" | "connection" | "overflow";

/** One failed request. */
export interface LoadFailure {
  /** Moment of the failure, ISO 8601. */
  readonly at: string;
  /** Seconds from the start of the load. */
  readonly seconds: number;
  readonly kind: FailureKind;
  /** The status, or the connection's error code. */
  readonly detail: string;
  readonly path: string;
  /** Version that answered, from the header x-scholarlink-version; "" where there was none. */
  readonly version: string;
  readonly latencyMs: number;
}

/** Requests of one version, as clients saw them. */
export interface VersionTally {
  readonly requests: number;
  readonly failed: number;
  readonly latencyMs: LatencySummary;
}

/** One second of the load: `sent` in it, `ok` and `failed` answered in it, whenever they were sent. */
export interface LoadSecond {
  /** Counted from 0. */
  readonly second: number;
  /** Its beginning, ISO 8601. */
  readonly at: string;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** Answers by version. */
  readonly versions: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Totals so far. */
export interface LoadSnapshot {
  readonly seconds: number;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly failuresByKind: Readonly<Record<FailureKind, number>>;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** By version that answered; "" for requests without an answer, or with one that named no version. */
  readonly versions: Readonly<Record<string, VersionTally>>;
  /** From the moment a request was due, not from when it was sent. */
  readonly latencyMs: LatencySummary;
  /** Lateness of the generator's own requests; large values mean that this machine was too busy. */
  readonly lateMs: LatencySummary;
}

/** Everything a finished load saw. */
export interface LoadReport extends LoadSnapshot {
  /** "http://127.0.0.1:8080" */
  readonly target: string;
  readonly host: string;
  readonly ratePerSecond: number;
  /** Sent per second over the whole load. */
  readonly achievedPerSecond: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly timeline: readonly LoadSecond[];
  /** The first 1,000 failures. */
  readonly failures: readonly LoadFailure[];
}

/** A line the generator's process prints. */
export type LoadMessage =
  | { readonly type: "second"; readonly second: LoadSecond; readonly totals: LoadSnapshot }
  | { readonly type: "report"; readonly report: LoadReport };
