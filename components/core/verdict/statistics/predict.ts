import { gridsOf } from "./grid";
import { weighAgainst } from "./likelihood";
import type { Counts } from "../model";
import type { VerdictParameters } from "../parameters";

/** More requests than any stage sees. */
const mostRequests = 2 ** 40;

/**
 * Canary requests still missing for the pass test if errors go on at `errorRatio`.
 * @param soFar - counts of the canary until now
 * @param errorRatio - expected error ratio of the canary, 0 to 1
 * @returns whole number from 0; Infinity where more requests would not help
 * @example missingRequests(defaultParameters(), { requests: 0, errors: 0 }, 0) // 163
 */
export function missingRequests(parameters: VerdictParameters, soFar: Counts, errorRatio: number): number {
  const { pass } = gridsOf(parameters);
  const passes = (more: number) =>
    weighAgainst(pass, {
      requests: soFar.requests + more,
      errors: soFar.errors + more * errorRatio,
    }) >= -Math.log(parameters.beta);
  if (passes(0)) {
    return 0;
  }
  let enough = 1;
  while (!passes(enough)) {
    enough *= 2;
    if (enough > mostRequests) {
      return Infinity;
    }
  }
  let tooFew = enough === 1 ? 0 : enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    [tooFew, enough] = passes(middle) ? [tooFew, middle] : [middle, enough];
  }
  return enough;
}

/** Facts that the length of a stage depends on. */
export interface StageForecast {
  /** Whole percent, 1 to 100. */
  readonly weight: number;
  /** Undefined in the last stage. */
  readonly nextWeight: number | undefined;
  readonly minimumHoldSeconds: number;
  /** Of both tracks together, today. */
  readonly requestsPerSecond: number;
  /** The canary's counts so far. @default none */
  readonly canary?: Counts | undefined;
  /** Expected error ratio, 0 to 1. @default 0 */
  readonly errorRatio?: number | undefined;
}

/** Whether a stage can only be left with the pass test. */
export function needsPassTest(parameters: VerdictParameters, nextWeight: number | undefined): boolean {
  return nextWeight === undefined || nextWeight > parameters.passAboveWeight;
}

/**
 * Predicts how long a stage will take at today's traffic.
 * @returns seconds, at least the minimum hold; Infinity where it would not end
 * @example predictStageSeconds(defaultParameters({ pBad: 0.01 }), { weight: 20, nextWeight: 50, minimumHoldSeconds: 60, requestsPerSecond: 5 }) // 328
 */
export function predictStageSeconds(parameters: VerdictParameters, forecast: StageForecast): number {
  const { weight, nextWeight, minimumHoldSeconds, requestsPerSecond } = forecast;
  if (!needsPassTest(parameters, nextWeight)) {
    return minimumHoldSeconds;
  }
  const soFar = forecast.canary ?? { requests: 0, errors: 0 };
  const missing = missingRequests(parameters, soFar, forecast.errorRatio ?? 0);
  const perSecond = (requestsPerSecond * weight) / 100;
  return missing === 0 ? minimumHoldSeconds : Math.max(minimumHoldSeconds, missing / perSecond);
}

/**
 * Default deadline of a stage: four times its predicted time, at least 30 minutes, at most a day.
 * @param predictedSeconds - from `predictStageSeconds`; may be Infinity
 * @example chooseDeadlineSeconds(600) // 2400
 */
export function chooseDeadlineSeconds(predictedSeconds: number): number {
  return Math.min(Math.max(4 * predictedSeconds, 1800), 86_400);
}
