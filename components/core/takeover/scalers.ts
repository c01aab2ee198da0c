import type { JsonObject } from "../revision/revision";
import { describe, kindOf, nameOf } from "../workload/from/identity";

/** An autoscaler that a takeover turns. */
export interface Scaler {
  readonly kind: "HorizontalPodAutoscaler" | "ScaledObject";
  readonly name: string;
  /** Folder of its kind at the API server. */
  readonly folder: string;
}

/** Name of an autoscaler in the plan and the ledger: `web` of a HorizontalPodAutoscaler, `ScaledObject web` of KEDA's. */
export const toScalerName = (object: JsonObject): string =>
  kindOf(object) === "ScaledObject" ? describe(object) : nameOf(object);

/** Autoscaler of a name in the plan or the ledger. */
export function readScaler(written: string, namespace: string): Scaler {
  const [, kedas] = /^ScaledObject (.+)$/.exec(written) ?? [];
  return kedas === undefined
    ? {
        kind: "HorizontalPodAutoscaler",
        name: written,
        folder: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
      }
    : {
        kind: "ScaledObject",
        name: kedas,
        folder: `/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects`,
      };
}
