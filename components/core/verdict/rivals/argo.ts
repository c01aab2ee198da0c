import type { Measurement } from "./measurement";

/** A comparison with a limit; false for NaN, as in Argo's expressions. */
export interface ArgoCondition {
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly limit: number;
}

/** One metric of an AnalysisTemplate. @see https://argo-rollouts.readthedocs.io/en/stable/features/analysis/ */
export interface ArgoRule {
  readonly successCondition?: ArgoCondition;
  readonly failureCondition?: ArgoCondition;
  /** Failed when more measurements failed, in all and not in a row; -1 disables. @default 0 */
  readonly failureLimit?: number;
  /** Inconclusive when more were. @default 0 */
  readonly inconclusiveLimit?: number;
  /** Error when more errors followed each other. @default 4 */
  readonly consecutiveErrorLimit?: number;
  /** Successful at once after that many in a row; 0 disables. @default 0 */
  readonly consecutiveSuccessLimit?: number;
  /** Number of measurements; absent: endless. */
  readonly count?: number;
}

/** Result of one measurement or of the whole run. */
export type ArgoPhase = "Running" | "Successful" | "Failed" | "Inconclusive" | "Error";

/** Counters of an AnalysisRun. */
export interface ArgoRun {
  readonly phase: ArgoPhase;
  readonly measured: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly consecutiveErrors: number;
  readonly consecutiveSuccesses: number;
}

/** A run without measurements. */
export const newArgoRun: ArgoRun = {
  phase: "Running",
  measured: 0,
  failed: 0,
  inconclusive: 0,
  consecutiveErrors: 0,
  consecutiveSuccesses: 0,
};

function holds({ operator, limit }: ArgoCondition, value: number): boolean {
  return {
    "<": value < limit,
    "<=": value <= limit,
    ">": value > limit,
    ">=": value >= limit,
  }[operator];
}

/**
 * Assesses one measurement as Argo does. Unsafe corners kept: NaN fails a success condition and passes a failure
 * condition; an empty result is an error, since `result[0]` raises; no condition at all is a success.
 */
export function assessArgo(rule: ArgoRule, measurement: Measurement): Exclude<ArgoPhase, "Running"> {
  if (measurement.kind !== "value") {
    return "Error";
  }
  const { successCondition, failureCondition } = rule;
  if (failureCondition !== undefined && holds(failureCondition, measurement.value)) {
    return "Failed";
  }
  if (successCondition === undefined || holds(successCondition, measurement.value)) {
    return "Successful";
  }
  return failureCondition === undefined ? "Failed" : "Inconclusive";
}

/** Phase of the run after the counters changed. */
function phaseOf(rule: ArgoRule, run: ArgoRun): ArgoPhase {
  const {
    failureLimit = 0,
    inconclusiveLimit = 0,
    consecutiveErrorLimit = 4,
    consecutiveSuccessLimit = 0,
  } = rule;
  if (failureLimit >= 0 && run.failed > failureLimit) {
    return "Failed";
  }
  if (run.inconclusive > inconclusiveLimit) {
    return "Inconclusive";
  }
  if (run.consecutiveErrors > consecutiveErrorLimit) {
    return "Error";
  }
  if (consecutiveSuccessLimit > 0 && run.consecutiveSuccesses >= consecutiveSuccessLimit) {
    return "Successful";
  }
  if (rule.count === undefined || run.measured < rule.count) {
    return "Running";
  }
  // Both limits in force, and the measurements used up without reaching either.
  return consecutiveSuccessLimit > 0 ? (failureLimit >= 0 ? "Inconclusive" : "Failed") : "Successful";
}

/** Adds a measurement to a run; a run that is over stays as it is. Errors are retried and do not count. */
export function measureArgo(rule: ArgoRule, run: ArgoRun, measurement: Measurement): ArgoRun {
  if (run.phase !== "Running") {
    return run;
  }
  const result = assessArgo(rule, measurement);
  const next = {
    phase: run.phase,
    measured: run.measured + (result === "Error" ? 0 : 1),
    failed: run.failed + (result === "Failed" ? 1 : 0),
    inconclusive: run.inconclusive + (result === "Inconclusive" ? 1 : 0),
    consecutiveErrors: result === "Error" ? run.consecutiveErrors + 1 : 0,
    consecutiveSuccesses: result === "Successful" ? run.consecutiveSuccesses + 1 : 0,
  };
  return { ...next, phase: phaseOf(rule, next) };
}
