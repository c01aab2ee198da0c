import type { MetricsAccess } from "./access/metrics-access";
import type { MetricRule } from "./evidence/metric-rule";
import type { QueryTerms } from "./sources/query-terms";
import type { SourceName } from "./sources/sources";
import type { OutcomeRules } from "./verdict/index";

/** Settings of the analysis: where evidence is read from, and the objectives that it is judged by. */
export interface AnalysisSettings extends MetricsAccess {
  /** Source of the counters: the router's per-backend ones, or the app's own OpenTelemetry ones by pod. */
  readonly source: SourceName;
  /** Counters of source `query`. @default - the usual names */
  readonly query?: QueryTerms;
  /** Chosen values of labels that name a place, "*" for all of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Routes whose requests no user made; `*` stands for any text. */
  readonly ignoreRoutes: readonly string[];
  readonly tickSeconds: number;
  /** A track with weight and no data for longer than this ends in an abort, seconds. */
  readonly blindSeconds: number;
  /** A release that harms stable is put back, or only not raised. */
  readonly onStableHarmed: "abort" | "hold";
  /** Requests of Sluice to the canary per second while a stage soaks, three times as many to stable. @default 0 */
  readonly syntheticPerSecond?: number;
  readonly requestTimeoutSeconds: number;
  /** Classes of answers that a release is meant to change, with the reasons. @default none */
  readonly expect?: OutcomeRules["expected"];
  /** Metrics that are judged besides errors. */
  readonly metrics: readonly MetricRule[];
  /** Metrics that are read and told, and decide nothing. @default none */
  readonly trials?: readonly MetricRule[];
  /** Engine parameters by name; defaults are the engine's own. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Parameters of the environment, where the stage's file overrides them: only policies read them. */
  readonly environmentParameters?: Readonly<Record<string, number>>;
}
