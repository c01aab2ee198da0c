import type { MetricRule } from "../evidence/metric-rule";

/**
 * Result of a trial at one stage.
 * - `quiet`: it would have changed nothing
 * - `unread`: it could not be read; as a metric that decides it would let nothing pass
 * - `would-hold`: the weight would have stayed
 * - `would-refuse`: the gate would have refused
 * - `would-abort`: the traffic would have been taken off
 */
export const trialResults = ["quiet", "unread", "would-hold", "would-refuse", "would-abort"] as const;

/** One of {@link trialResults}, the later the graver. */
export type TrialResult = (typeof trialResults)[number];

/** Finding of a metric or check that is on trial: it decides nothing. */
export interface TrialFinding {
  readonly name: string;
  /** Key of the stage. */
  readonly stage: string;
  readonly result: TrialResult;
  /** First seen, seconds since the epoch. */
  readonly atSeconds: number;
  /** One sentence with the numbers. */
  readonly sentence: string;
}

/** Most findings that an attempt keeps. */
export const mostTrialFindings = 100;

/** Trials of metrics in the groups that are read together: a source counts one latency. */
export interface TrialGroup {
  /** Everything that is read: what decides, and what is on trial. */
  readonly rules: readonly MetricRule[];
  readonly trials: readonly MetricRule[];
}

const isLatency = ({ kind }: MetricRule): boolean => kind === "latency";

/**
 * Splits trials into groups.
 * @param deciding - metrics that the attempt is judged by
 */
export function groupTrials(
  deciding: readonly MetricRule[],
  trials: readonly MetricRule[],
): readonly TrialGroup[] {
  const others = trials.filter((one) => !isLatency(one) && !deciding.some(({ name }) => name === one.name));
  const latencies = trials.filter(isLatency);
  const group = (base: readonly MetricRule[], own: readonly MetricRule[]): readonly TrialGroup[] =>
    own.length === 0 ? [] : [{ rules: [...base, ...own], trials: own }];
  const untimed = deciding.filter((one) => !isLatency(one));
  return [...group(deciding, others), ...group(untimed, latencies)];
}

/** Rules of an engine that judges by what decides and by one trial. */
export function rulesWith({ rules, trials }: TrialGroup, trial: MetricRule): readonly MetricRule[] {
  return rules.filter((one) => one === trial || !trials.includes(one));
}
