/** Forms in which rules are written. */
export const ruleKinds = ["file", "PrometheusRule"] as const;

/** One of {@link ruleKinds}. */
export type RuleKind = (typeof ruleKinds)[number];
