import type { MetricRule } from "../../components/core/evidence/metric-rule";
import type { Track } from "../../components/core/track";
import type { Source } from "../../components/core/sources/source";

/** Metric in the form that a person writes; its kind decides which keys go together. */
export interface Metric {
  readonly name: string;
  readonly bounds?: readonly string[] | undefined;
  readonly toleratedRatio?: number | undefined;
  readonly codes?: readonly number[] | undefined;
  readonly query?: string | undefined;
  readonly queries?: Readonly<Record<Track, string>> | undefined;
  readonly limit?: number | undefined;
  readonly direction?: "atMost" | "atLeast" | undefined;
  readonly lines?: string | undefined;
  readonly except?: string | undefined;
  readonly container?: string | undefined;
  readonly loki?:
    | {
        readonly address: string;
        readonly selector?: string | undefined;
        readonly tokenFrom?: string | undefined;
        readonly tenant?: string | undefined;
      }
    | undefined;
}

/** A key of a metric that not every kind takes. */
export type MetricKey = Exclude<keyof Metric, "name">;

/** A key that is not as the kind wants it; the rule reads on after "must". */
export type MetricProblem = readonly [key: MetricKey, rule: string];

/** A kind of metric: a line of {@link metricKinds}. */
export interface MetricKind {
  /** Subject and test of the metric, for people. */
  readonly about: string;
  readonly keys: readonly MetricKey[];
  /** Set where an attempt has one of it at most: why, reading on after "must". */
  readonly once?: string;
  /** Problems of a metric that has no keys but the kind's own. */
  readonly findProblems: (metric: Metric) => readonly MetricProblem[];
  /** The metric as the providers get it, where nothing is wrong with it. */
  readonly toRule: (metric: Metric, source: Source) => MetricRule;
}
