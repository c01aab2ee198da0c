import type { MetricRule } from "../evidence/metric-rule";
import { explain, explainGauge } from "../verdict/index";
import type { Verdict } from "../verdict/index";
import type { TrialFinding } from "./trial";

/** Verdicts of the same evidence, without the trial and with it. */
export interface TrialVerdicts {
  readonly without: Verdict;
  readonly with: Verdict;
  /** Reason why the trial could not be read just now. @default - it was read */
  readonly unread?: string | undefined;
}

/** Finding of a metric on trial: what it would have changed, had it decided. */
export function judgeTrial(
  { name }: MetricRule,
  stage: string,
  { without, with: judged, unread }: TrialVerdicts,
  nowSeconds: number,
): TrialFinding {
  const finding = { name, stage, atSeconds: nowSeconds };
  if (judged.kind === "fail" && without.kind !== "fail")
    return { ...finding, result: "would-abort", sentence: explain(judged) };
  if (unread !== undefined) return { ...finding, result: "unread", sentence: unread };
  const isOver = judged.kind === "inconclusive" && judged.reason === "overLimit";
  if (isOver && judged.evidence.gauge?.name === name)
    return { ...finding, result: "would-hold", sentence: explainGauge(judged.evidence.gauge) };
  return { ...finding, result: "quiet", sentence: "it would have changed nothing" };
}
