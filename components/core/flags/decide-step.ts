import { formatDuration } from "../duration";
import { showTime } from "../show-time";
import type { FlagSpec, FlagStep } from "./flag";
import type { LiveFlag } from "./record";

/** Next act of a run on a flag. */
export type StepDecision =
  /** Everybody has it, and the last soak passed. */
  | { readonly kind: "done" }
  /** The percentage that is live is watched until it passed. */
  | { readonly kind: "soak"; readonly step: FlagStep; readonly next: FlagStep | undefined }
  | { readonly kind: "raise"; readonly step: FlagStep }
  /** The next step has a day of its own. */
  | { readonly kind: "wait"; readonly sentence: string };

/** Moment from which a step may be taken, seconds since the epoch; undefined where it has none of its own. */
function dueSeconds({ from, afterSeconds }: FlagStep, sinceSeconds: number): number | undefined {
  if (from === undefined && afterSeconds === undefined) return undefined;
  const day = from === undefined ? -Infinity : Date.parse(from) / 1000;
  return Math.max(day, sinceSeconds + (afterSeconds ?? 0));
}

/** Steps above a percentage, in order. */
const above = ({ steps }: FlagSpec, percent: number): readonly FlagStep[] =>
  steps.filter((step) => step.percent > percent);

/**
 * Decides the next step of a flag that is not switched off. A run takes at most one step that has a day of its own:
 * days that nobody ran on are never made up for by two steps at once.
 * @param tookDated - this run took such a step already
 */
export function decideStep(
  spec: FlagSpec,
  live: Pick<LiveFlag, "percent" | "passed" | "sinceSeconds">,
  nowSeconds: number,
  tookDated: boolean,
): StepDecision {
  const { percent, passed, sinceSeconds } = live;
  const [next] = above(spec, percent);
  if (percent > 0 && !passed) {
    const known = spec.steps.find((step) => step.percent === percent);
    // A step that the file has no more is judged as long as the next one would be.
    const step = known ?? { ...(next ?? (spec.steps.at(-1) as FlagStep)), percent };
    return { kind: "soak", step, next };
  }
  if (next === undefined) return { kind: "done" };
  const due = dueSeconds(next, sinceSeconds);
  if (due === undefined) return { kind: "raise", step: next };
  if (tookDated)
    return {
      kind: "wait",
      sentence: `${next.percent} % is for another day's run: at most one such step a run`,
    };
  return due <= nowSeconds
    ? { kind: "raise", step: next }
    : {
        kind: "wait",
        sentence: `${next.percent} % from ${showTime(due)} on, in ${formatDuration(due - nowSeconds)}`,
      };
}
