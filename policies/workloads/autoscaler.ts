import type { StackObject } from "./stack-objects";

interface Scaler {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  /** Of a HorizontalPodAutoscaler. */
  readonly minReplicas?: number;
  /** Of KEDA's ScaledObject. */
  readonly minReplicaCount?: number;
}

/** Kinds that scale others. */
export const scalerKinds = ["HorizontalPodAutoscaler", "ScaledObject"] as const;

/** Lower end of the autoscaler of a workload, where there is one. */
export function scaledFrom(workload: StackObject, scalers: readonly StackObject[]): number | undefined {
  const own = scalers.find(({ namespace, spec }) => {
    const { scaleTargetRef } = spec as Scaler;
    return (
      namespace === workload.namespace &&
      (scaleTargetRef?.kind ?? "Deployment") === workload.kind &&
      scaleTargetRef?.name === workload.name
    );
  });
  if (own === undefined) return undefined;
  const { minReplicas, minReplicaCount } = own.spec as Scaler;
  return own.kind === "ScaledObject" ? (minReplicaCount ?? 0) : (minReplicas ?? 1);
}
