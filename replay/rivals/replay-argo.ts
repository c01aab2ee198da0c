import { measureArgo, newArgoRun } from "../../components/core/verdict/index";
import type { ArgoPhase, ArgoRule, Measurement } from "../../components/core/verdict/index";
import { countMissing } from "./rival-outcome";
import type { RivalCheck, RivalOutcome } from "./rival-outcome";

/** Conditions that an AnalysisTemplate states: that of success, that of failure, or both. */
export type ArgoConditions = "success" | "failure" | "both";

/** Settings of the metric in an AnalysisTemplate. */
export interface ArgoSettings {
  readonly intervalSeconds: number;
  readonly failureLimit: number;
  /** Least share of requests without error, 0 to 1. */
  readonly successRate: number;
  readonly conditions: ArgoConditions;
}

/** Time after which a failed measurement is repeated, whatever the interval, seconds. */
const retrySeconds = 10;

function toRule({ failureLimit, successRate: limit, conditions }: ArgoSettings): ArgoRule {
  return {
    failureLimit,
    ...(conditions !== "failure" && { successCondition: { operator: ">=", limit } as const }),
    ...(conditions !== "success" && { failureCondition: { operator: "<", limit } as const }),
  };
}

const verdicts = {
  Failed: "fail",
  Error: "fail",
  Inconclusive: "inconclusive",
  Successful: "pass",
  Running: "pass",
} as const satisfies Record<ArgoPhase, RivalOutcome["verdict"]>;

function findFlags(phase: ArgoPhase, checks: readonly RivalCheck[], conditions: ArgoConditions): string[] {
  const { notANumber, empty } = countMissing(checks);
  const nan = { success: "a failure", failure: "a success", both: "inconclusive" }[conditions];
  return [
    ...(notANumber > 0
      ? [`NaN ${notANumber} times (no requests in the minute): Argo takes it for ${nan}`]
      : []),
    ...(empty > 0
      ? [`empty answer ${empty} times: Argo takes it for an error and asks again after 10 s`]
      : []),
    ...(phase === "Error" ? ["aborted for missing data: the fifth error in a row ends the run"] : []),
    ...(phase === "Running" && checks.length === empty
      ? ["nothing was ever measured, and a run that is stopped early is Successful all the same"]
      : []),
  ];
}

/**
 * Argo Rollouts' background analysis over a recording: measured every interval from the first one on, as long as the
 * recording goes; stopped there it is Successful.
 * @param measure - the answer at a time since the beginning of the recording, seconds
 */
export function replayArgo(
  settings: ArgoSettings,
  measure: (atSeconds: number) => Measurement,
  durationSeconds: number,
): RivalOutcome {
  const rule = toRule(settings);
  const checks: RivalCheck[] = [];
  let run = newArgoRun;
  let endSeconds = durationSeconds;
  for (let at = settings.intervalSeconds; at <= durationSeconds && run.phase === "Running";) {
    const measurement = measure(at);
    const before = run;
    run = measureArgo(rule, run, measurement);
    const failed = run.failed > before.failed ? "Failed" : "Successful";
    const known = run.inconclusive > before.inconclusive ? "Inconclusive" : failed;
    checks.push({ atSeconds: at, measurement, result: measurement.kind === "value" ? known : "Error" });
    if (run.phase !== "Running") endSeconds = at;
    at += measurement.kind === "value" ? settings.intervalSeconds : retrySeconds;
  }
  const { phase, measured, failed } = run;
  return {
    verdict: verdicts[phase],
    atSeconds: endSeconds,
    sentence:
      phase === "Running"
        ? `Successful when stopped: ${failed} of ${measured} measurements failed, limit ${settings.failureLimit}`
        : `${phase} after ${checks.length} measurements, ${failed} of them failed, limit ${settings.failureLimit}`,
    flags: findFlags(phase, checks, settings.conditions),
    checks,
  };
}
