import type { Counts } from "../model";
import type { VerdictParameters } from "../parameters";

/** Stable's own counts and error ratio before the first raise of an attempt. */
export interface StableBaseline extends Counts {
  /** Median of its error ratios per 5 minutes; null where no hour was seen. */
  readonly medianErrorRatio: number | null;
}

/** Nothing was seen before the first raise. */
export const noBaseline: StableBaseline = { requests: 0, errors: 0, medianErrorRatio: null };

/** Length of one part of the time before the first raise, seconds, and how many parts are an hour. */
export const partSeconds = 300;
const wholeHour = 12;

/** So many times its usual error ratio is borne. */
const borne = 3;
/** Limit above which no traffic is moved: it would prove too little. */
const highestLimit = 0.3;
/** The statistics need a limit below 1. */
const computable = 0.9;

/**
 * Sums up what stable counted in the parts of 5 minutes before the first raise, without the times of other attempts above 0.
 * @param parts - in any order; those without requests say nothing
 * @param leftOut - parts of the hour that are left out whole
 */
export function sumBaseline(parts: readonly Counts[], leftOut = 0): StableBaseline {
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  const errors = parts.reduce((sum, part) => sum + part.errors, 0);
  const ratios = parts
    .filter((part) => part.requests > 0)
    .map((part) => part.errors / part.requests)
    .toSorted((a, b) => a - b);
  const middle = ratios.length >> 1;
  const upper = ratios[middle] as number;
  const median = ratios.length % 2 === 1 ? upper : ((ratios[middle - 1] as number) + upper) / 2;
  return {
    requests,
    errors,
    medianErrorRatio: ratios.length > 0 && ratios.length + leftOut >= wholeHour ? median : null,
  };
}

/** Largest error ratio that is usual for stable; after less than an hour one more error is allowed for. */
function usualErrorRatio({ requests, errors, medianErrorRatio }: StableBaseline): number {
  return medianErrorRatio ?? Math.min(1, requests === 0 ? 1 : (errors + 1) / requests);
}

/** Error ratio from which stable counts as worse than before the attempt. */
export function stableLimit(
  { objectiveErrorRatio }: Pick<VerdictParameters, "objectiveErrorRatio">,
  baseline: StableBaseline,
): number {
  return Math.min(computable, Math.max(objectiveErrorRatio, borne * usualErrorRatio(baseline)));
}

/** Whether stable was outside its objective before the first raise. */
export function wasOutside(
  { objectiveErrorRatio }: Pick<VerdictParameters, "objectiveErrorRatio">,
  { requests, errors, medianErrorRatio }: StableBaseline,
): boolean {
  return (medianErrorRatio ?? (requests === 0 ? 0 : errors / requests)) > objectiveErrorRatio;
}

/** Whether a limit is too high to move traffic by. */
export function isLimitTooHigh(limit: number): boolean {
  return limit > highestLimit;
}

/** Requests of stable that must be seen before the first raise, without an hour, so that its limit is the objective. */
export function neededRequests({
  objectiveErrorRatio,
}: Pick<VerdictParameters, "objectiveErrorRatio">): number {
  return Math.ceil(borne / objectiveErrorRatio);
}
