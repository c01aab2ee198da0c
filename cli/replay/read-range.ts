import { toMetricParameters } from "../../components/core/evidence/metric-rule";
import { recallTimeline } from "../../replay/recording/recall-timeline";
import type { Recording } from "../../replay/recording/recording";
import type { Stretch } from "../../replay/watch-evidence";
import type { OutcomeRules, VerdictParameters } from "../../components/core/verdict/index";
import { tracks } from "../../components/core/track";
import { findUntoldShares } from "../../components/core/evidence/answers/outcome-rules";
import { sourceOf } from "../../components/core/sources/sources";
import { pinnedMetrics } from "../../components/stage/evidence/pinned";
import type { Objectives } from "../../components/stage/evidence/pinned";
import { openSource } from "../../components/prometheus/source";
import { RunEnd } from "../../components/core/run-end";
import type { Environment } from "../environment";

/** Longest range that is read at once, seconds. */
const longestSeconds = 24 * 3600;

/** Range of an environment's Prometheus, with the facts that its ledger and settings add. */
export interface RecordedRange {
  readonly recording: Recording;
  readonly timeline?: readonly [Stretch, ...Stretch[]];
  readonly untilSeconds: number;
  /** Intended changes of outcomes. @default none */
  readonly expected?: OutcomeRules["expected"];
  readonly parameters: Partial<VerdictParameters>;
}

/**
 * Reads a range of an environment's Prometheus with the queries of the gate; weights, metrics and parameters come from
 * the ledger where it has any.
 * @throws {RunEnd} with exit code 2 when the range is too long or Prometheus' answer is of no use
 */
export async function readRange(
  { settings, cluster, store }: Pick<Environment, "settings" | "cluster" | "store">,
  fromSeconds: number,
  toSeconds: number,
): Promise<RecordedRange> {
  const refuse = (rule: string): never => {
    throw new RunEnd("usage", `Cannot replay "${settings.environment}": ${rule}`);
  };
  if (toSeconds - fromSeconds > longestSeconds) refuse("the range must be at most 24h");
  const stored = await store.read();
  const rules = pinnedMetrics(stored?.ledger, settings);
  const terms = { rules, tickSeconds: settings.analysis.tickSeconds, tracks, isHistory: true };
  const {
    series,
    problems,
    unread,
    doubts,
    notes: read,
  } = await openSource(cluster, settings).readEvidence(terms, fromSeconds, toSeconds);
  const problem = problems[0];
  if (problem !== undefined) refuse(`Prometheus must answer ${problem.query}: ${problem.problem}`);
  const recalled = recallTimeline(stored?.ledger.moves ?? [], fromSeconds, toSeconds);
  const notes = [
    ...read,
    ...(recalled.timeline === undefined ? ["the ledger knows of no weight in this range"] : []),
    ...unread.map(({ metric, problem: why }) => `metric "${metric}" could not be read: ${why}`),
  ];
  const metricParameters = toMetricParameters(rules);
  const { latencyBoundsSeconds } = metricParameters;
  const { parameters, tickSeconds, expect } = settings.analysis;
  const { pBad, outcomes } = (stored?.ledger.attempt?.objectives ?? {}) as Objectives;
  return {
    recording: {
      series,
      latencyBoundsSeconds,
      doubts,
      notes,
      untold: findUntoldShares(series, sourceOf(settings.analysis)),
    },
    ...recalled,
    expected: outcomes?.expected ?? expect ?? {},
    parameters: {
      ...metricParameters,
      ...parameters,
      tickSeconds,
      ...(pBad !== undefined && { pBad }),
    },
  };
}
