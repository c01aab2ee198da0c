import type { Autoscaler } from "../../components/core/workload/sizes/autoscaler";

interface Shape extends Partial<Autoscaler["spec"]> {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: { readonly kind: string; readonly name: string; readonly controller?: boolean };
}

/** An autoscaler of `shop-stable`, up to 10 pods, unless the shape says otherwise. */
export function autoscalerOf({ name = "shop-stable", annotations, owner, ...spec }: Shape): Autoscaler {
  return {
    metadata: {
      name,
      namespace: "prod",
      uid: "u",
      resourceVersion: "1",
      ...(annotations === undefined ? {} : { annotations }),
      ...(owner === undefined ? {} : { ownerReferences: [owner] }),
    },
    spec: { scaleTargetRef: { kind: "Deployment", name: "shop-stable" }, maxReplicas: 10, ...spec },
  };
}
