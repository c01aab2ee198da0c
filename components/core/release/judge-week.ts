import { formatDuration } from "../duration";
import type { EarlierAttempt } from "../ledger/ledger";
import { describeExposure, isAside, loadOf, weightOf } from "../stage/exposure";
import type { Stage } from "../stage/exposure";
import { percent } from "../verdict/explain/percent";
import { chooseDeadlineSeconds, predictStageSeconds } from "../verdict/index";
import type { VerdictParameters } from "../verdict/index";

/** Days that are looked back. */
export const weekDays = 7;

/** Stable's requests at this time of an earlier day, or the reason why they are not known. */
export interface WeekDay {
  readonly atSeconds: number;
  readonly counted:
    | { readonly requests: number; readonly errors: number; readonly seconds: number }
    | { readonly problem: string };
}

/** Terms by which a release of that day would have been judged. */
export interface WeekTerms {
  readonly parameters: VerdictParameters;
  readonly stages: readonly (Stage & {
    readonly soakSeconds: number;
    /** @default - by the predicted time, as a run chooses it */
    readonly deadlineSeconds?: number;
  })[];
  /** Attempts that ended, as the ledger has them. */
  readonly earlier: readonly EarlierAttempt[];
}

/**
 * Fate of a release that had begun at this time of an earlier day.
 * - `pass`: each gate would have let a good version pass
 * - `hold`: a stage would have been held for lack of requests
 * - `refuse`: the first gate would have refused
 * - `unknown`: nobody counted
 */
export interface DayVerdict {
  readonly at: string;
  readonly kind: "pass" | "hold" | "refuse" | "unknown";
  readonly text: string;
}

/** Judges one day as the gates would have, by stable's counts of that time and the record of releases. */
export function judgeDay({ atSeconds, counted }: WeekDay, terms: WeekTerms): DayVerdict {
  const { parameters, stages, earlier } = terms;
  const at = new Date(atSeconds * 1000).toISOString();
  const other = earlier.find((one) => one.startedAtSeconds <= atSeconds && atSeconds < one.endedAtSeconds);
  if (other !== undefined)
    return { at, kind: "refuse", text: `attempt ${other.number} was under way (${other.outcome})` };
  if ("problem" in counted) return { at, kind: "unknown", text: counted.problem };
  const { requests, errors, seconds } = counted;
  if (requests === 0) return { at, kind: "unknown", text: "no requests of stable were counted" };
  const errorRatio = errors / requests;
  const requestsPerSecond = requests / seconds;
  const rate = `${requestsPerSecond.toFixed(1)} requests/s`;
  const { objectiveErrorRatio } = parameters;
  if (errorRatio > objectiveErrorRatio) {
    const text = `${percent(errorRatio)} of stable's requests failed, at most ${percent(objectiveErrorRatio)} may`;
    return { at, kind: "refuse", text };
  }
  let total = 0;
  for (const [index, stage] of stages.entries()) {
    const next = stages[index + 1];
    const predicted = isAside(weightOf(stage))
      ? stage.soakSeconds
      : predictStageSeconds(parameters, {
          weight: loadOf(stage),
          nextWeight: next && weightOf(next),
          minimumHoldSeconds: stage.soakSeconds,
          requestsPerSecond,
          errorRatio,
        });
    const usual = Math.max(chooseDeadlineSeconds(predicted), 2 * stage.soakSeconds);
    const { deadlineSeconds = usual } = stage;
    if (predicted > deadlineSeconds) {
      const needs = Number.isFinite(predicted) ? `about ${formatDuration(predicted)}` : "more than any time";
      const text = `${describeExposure(stage)} would have been held: ${needs} at ${rate}, its deadline is ${formatDuration(deadlineSeconds)}`;
      return { at, kind: "hold", text };
    }
    total += predicted;
  }
  return { at, kind: "pass", text: `about ${formatDuration(total)} for all stages at ${rate}` };
}
