import { newFlaggerRun, tickFlagger } from "../../components/core/verdict/index";
import type { Measurement } from "../../components/core/verdict/index";
import { countMissing } from "./rival-outcome";
import type { RivalCheck, RivalOutcome } from "./rival-outcome";

/** Settings of a Canary's analysis. */
export interface FlaggerSettings {
  readonly intervalSeconds: number;
  /** Failed checks that end the run. */
  readonly threshold: number;
  /** Least share of requests without error, 0 to 1. */
  readonly successRate: number;
}

/** Flagger takes no shorter interval, seconds. */
const leastIntervalSeconds = 10;

function findFlags(
  { intervalSeconds }: FlaggerSettings,
  checks: readonly RivalCheck[],
  rolledBack: boolean,
): string[] {
  const { notANumber, empty } = countMissing(checks);
  const missing = notANumber + empty;
  const failed = checks.filter(({ result }) => result === "halt").length;
  return [
    ...(missing > 0
      ? [
          `no value ${missing} times (NaN ${notANumber}, empty ${empty}): Flagger takes each for a failed check`,
        ]
      : []),
    ...(rolledBack && missing === failed
      ? ["rolled back for missing data alone: no check saw an error"]
      : []),
    ...(intervalSeconds < leastIntervalSeconds
      ? [`interval ${intervalSeconds} s is below Flagger's least: 10 s were used`]
      : []),
  ];
}

/**
 * Flagger's analysis over a recording: a check every interval, failed ones never forgiven, rollback on the check
 * after the last one that is borne. Its weights are the recording's, not the ones it would have set.
 * @param measure - the answer at a time since the beginning of the recording, seconds
 */
export function replayFlagger(
  settings: FlaggerSettings,
  measure: (atSeconds: number) => Measurement,
  durationSeconds: number,
): RivalOutcome {
  const { threshold, successRate: min } = settings;
  const interval = Math.max(settings.intervalSeconds, leastIntervalSeconds);
  const checks: RivalCheck[] = [];
  let run = newFlaggerRun;
  let rolledBackAt: number | undefined;
  for (let at = interval; at <= durationSeconds && rolledBackAt === undefined; at += interval) {
    const measurement = measure(at);
    const tick = tickFlagger({ threshold, thresholdRange: { min } }, run, measurement);
    run = tick.run;
    if (tick.action === "rollback") rolledBackAt = at;
    else checks.push({ atSeconds: at, measurement, result: tick.action });
  }
  const rolledBack = rolledBackAt !== undefined;
  const advances = checks.at(-1)?.result === "advance";
  const counts = `${run.failedChecks} of ${checks.length} checks failed, limit ${threshold}`;
  return {
    verdict: rolledBack ? "fail" : advances ? "pass" : "inconclusive",
    atSeconds: rolledBackAt ?? durationSeconds,
    sentence: rolledBack
      ? `Rolled back: ${counts}`
      : `${advances ? "Advances" : "Halted"} at the end: ${counts}`,
    flags: findFlags(settings, checks, rolledBack),
    checks,
  };
}
