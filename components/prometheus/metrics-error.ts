/**
 * Kind of failure of a query to Prometheus.
 * - `unreachable`: no connection, or it broke off
 * - `timeout`: no answer in time
 * - `credentials`: no credentials could be read
 * - `http`: an answer with another status than 200
 * - `query`: Prometheus refused the query itself (parse error, too many samples)
 * - `warning`: the answer is there, but Prometheus says that it is partial
 * - `parse`: no JSON
 * - `shape`: JSON, but not the answer to such a query
 * - `too-large`: more bytes than allowed
 * - `interrupted`: the caller gave up
 */
export type MetricsErrorCode =
  | "unreachable"
  | "timeout"
  | "credentials"
  | "http"
  | "query"
  | "warning"
  | "parse"
  | "shape"
  | "too-large"
  | "interrupted";

/** Trouble with Prometheus as a value: missing data is a finding, never an exception. */
export interface MetricsError {
  readonly code: MetricsErrorCode;
  /** One sentence without final period, without credentials. */
  readonly message: string;
}

/** Answer, or the failure. */
export type MetricsAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: MetricsError };

/** An answer that is trouble. */
export function trouble(code: MetricsErrorCode, message: string): { ok: false; error: MetricsError } {
  return { ok: false, error: { code, message } };
}
