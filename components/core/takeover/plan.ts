/** A takeover as this checkout wants it: the objects that stable takes the place of, by name. */
export interface TakeoverPlan {
  /** `sluice:app.adopt`. */
  readonly deployment: string;
  /** Services of the set that are there already: each leads to stable alone in the end. */
  readonly services: readonly string[];
  /** PodDisruptionBudgets that select the Deployment's pods: each leaves the tracks' out. */
  readonly budgets: readonly string[];
  /** HorizontalPodAutoscalers that scale the Deployment, or stable in its place. */
  readonly scalers: readonly string[];
  /** Ready pods that it has; 0 once it was taken over. */
  readonly pods: number;
}
