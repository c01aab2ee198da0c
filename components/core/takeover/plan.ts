import type { MainIngress } from "../routers/nginx/main-ingress";

/** A takeover as this checkout wants it: the objects that stable takes the place of, by name. */
export interface TakeoverPlan {
  /** `sluice:app.adopt`. */
  readonly deployment: string;
  /** Services of the set that are there already: each leads to stable alone in the end. */
  readonly services: readonly string[];
  /** PodDisruptionBudgets that select the Deployment's pods: each leaves the tracks' out. */
  readonly budgets: readonly string[];
  /** Autoscalers that scale the Deployment, or stable in its place, as `toScalerName` writes them. */
  readonly scalers: readonly string[];
  /** The user's Ingress, where the canary's stands beside it. @default none */
  readonly main?: MainIngress;
  /** A Service prefers pods nearby: the tracks have other callers, so that latency is not judged. @default false */
  readonly isNearby?: true;
  /** Ready pods that it has; 0 once it was taken over. */
  readonly pods: number;
}
