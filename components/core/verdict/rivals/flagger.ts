import type { Measurement } from "./measurement";

/** One metric of a Canary's analysis. @see https://docs.flagger.app/usage/metrics */
export interface FlaggerRule {
  /** Failed checks that end the run, over all of it. @default 1 */
  readonly threshold?: number;
  /** Accepted values, both ends included. */
  readonly thresholdRange: { readonly min?: number; readonly max?: number };
}

/** Counters of a canary analysis. */
export interface FlaggerRun {
  readonly failedChecks: number;
}

/** A run without checks. */
export const newFlaggerRun: FlaggerRun = { failedChecks: 0 };

/** Action of one tick of the analysis on the traffic. */
export type FlaggerAction = "advance" | "halt" | "rollback";

/** Unsafe corner kept: no values, NaN and a failed query are each a failed check. */
function passes({ thresholdRange: { min, max } }: FlaggerRule, measurement: Measurement): boolean {
  return (
    measurement.kind === "value" &&
    measurement.value >= (min ?? -Infinity) &&
    measurement.value <= (max ?? Infinity)
  );
}

/**
 * One tick: the rollback comes on the tick after the last failed check that is borne, and a failing tick does not
 * advance the weight. Failed checks are never forgiven within a run.
 */
export function tickFlagger(
  rule: FlaggerRule,
  run: FlaggerRun,
  measurement: Measurement,
): { readonly run: FlaggerRun; readonly action: FlaggerAction } {
  if (run.failedChecks >= (rule.threshold ?? 1)) {
    return { run, action: "rollback" };
  }
  return passes(rule, measurement)
    ? { run, action: "advance" }
    : { run: { failedChecks: run.failedChecks + 1 }, action: "halt" };
}
