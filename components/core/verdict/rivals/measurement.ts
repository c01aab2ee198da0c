/** One answer of Prometheus as Argo Rollouts and Flagger see it; a value may be NaN, as 0/0 is. */
export type Measurement =
  | { readonly kind: "value"; readonly value: number }
  /** An empty result. */
  | { readonly kind: "empty" }
  /** The query failed or timed out. */
  | { readonly kind: "error" };
