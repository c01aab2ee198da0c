/** A rule of Prometheus. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  /** Time for which it has to hold before an alert fires, as Prometheus writes it. @default none */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Group of rules, as rule files and PrometheusRules have it: evaluated in their order, each by what those before wrote. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}
