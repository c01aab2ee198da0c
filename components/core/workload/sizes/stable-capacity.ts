import type { LiveTrack } from "../../live";
import { fullReplicas } from "./capacity";
import type { StableScale } from "./capacity";

/** Stable as it is now. */
export interface StableNow {
  /** Of the autoscaler that is live, whoever made it; else as declared. */
  readonly declared: StableScale;
  /** `spec.minReplicas` of stable's live autoscaler, where it has one. */
  readonly floor?: number | undefined;
  /** Live weight, percent. */
  readonly weight: number;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
  /** Ready endpoints of stable's Service. */
  readonly endpoints: number;
}

/** Pods of stable that serve, and how many could carry everything alone; a pod counts when it is ready and among the endpoints. */
export function stableCapacity({ declared, floor, weight, stable, canary, endpoints }: StableNow): {
  readonly ready: number;
  readonly full: number;
} {
  const full = fullReplicas({
    declared,
    replicas: stable?.replicas ?? 0,
    weight,
    canaryReplicas: canary?.replicas ?? 0,
    floor,
  });
  return { ready: Math.min(stable?.readyReplicas ?? 0, endpoints), full };
}
