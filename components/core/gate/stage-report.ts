import type { Check } from "./check";

/** Forecast of a stage at today's traffic. */
export interface StageForecast {
  /** Of both tracks together, over the last minutes. */
  readonly requestsPerSecond: number;
  /** At least the soak; absent where the stage would not end. */
  readonly seconds?: number;
  /** Of them at weight 0, while checks stand in for evidence. @default 0 */
  readonly checksSeconds?: number;
  /** Requests that are the canary's alone, in words, where they are no share of all. @default - a share */
  readonly only?: string;
  /** Condition that keeps the stage from ending if it stays as it is. */
  readonly obstacle?: string;
}

/** Report of a stage's gate, as its resource carries it in a preview: plain JSON, of which every text is made. */
export interface StageReport {
  readonly checks: readonly Check[];
  /** The evidence so far, one sentence; absent before there is any. */
  readonly evidence?: string;
  /** Time in which requests of Sluice's own take off a version that fails altogether, one sentence. */
  readonly synthetic?: string;
  /** Part of the error budgets that a release may use, one sentence; absent where no budget was read. */
  readonly allowance?: string;
  /** Absent where today's traffic is not known. */
  readonly forecast?: StageForecast;
}
