import type { ObjectMeta } from "../../object-meta";
import { objectNames, trackLabels } from "../../settings";
import type { Track } from "../../track";
import type { StableScale } from "./capacity";

/** A HorizontalPodAutoscaler (autoscaling/v2), as far as it is read here. */
export interface Autoscaler {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly unknown[];
    readonly behavior?: unknown;
  };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** Earlier lower end of an autoscaler that was raised for a release, noted on it. */
export const floorAnnotation = "sluice.dev/floor";
/** Autoscaler that a copy of Sluice follows, noted on the copy. */
export const copyAnnotation = "sluice.dev/copy-of";

/** Autoscaler of a track among those of its namespace; the one with Sluice's name comes first. */
export function findAutoscaler(
  all: readonly Autoscaler[],
  app: string,
  track: Track,
): Autoscaler | undefined {
  const name = objectNames(app).track(track);
  const found = all.filter(
    ({ spec }) => spec.scaleTargetRef.kind === "Deployment" && spec.scaleTargetRef.name === name,
  );
  return found.find(({ metadata }) => metadata.name === name) ?? found[0];
}

/** Lower end now; the API's own default is 1. */
export function floorOf({ spec }: Autoscaler): number {
  return spec.minReplicas ?? 1;
}

/** Lower end as its owner set it. */
export function declaredFloor(autoscaler: Autoscaler): number {
  const noted = Number(autoscaler.metadata.annotations?.[floorAnnotation] ?? Number.NaN);
  return Number.isInteger(noted) && noted > 0 ? noted : floorOf(autoscaler);
}

/** The range of pods that an autoscaler was given. */
export function toScale(autoscaler: Autoscaler): StableScale {
  return { minReplicas: declaredFloor(autoscaler), maxReplicas: autoscaler.spec.maxReplicas };
}

/**
 * Controller that owns an autoscaler and would write its lower end back, so that Sluice may not change it.
 * @returns the owner, e.g. `ScaledObject shop`; undefined where we may
 */
export function findController({ metadata }: Autoscaler): string | undefined {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner && `${owner.kind} ${owner.name}`;
}

/**
 * A copy of stable's autoscaler for the canary, with a lower end of its own: it grows with its load like stable.
 * @param floor - pods that its share needs
 */
export function renderCopy(stable: Autoscaler, place: { app: string; namespace: string }, floor: number) {
  const name = objectNames(place.app).canary;
  const { metrics, behavior, maxReplicas } = stable.spec;
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: {
      name,
      namespace: place.namespace,
      labels: { ...trackLabels(place.app, "canary"), "app.kubernetes.io/managed-by": "sluice" },
      annotations: { [copyAnnotation]: stable.metadata.name },
    },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: floor,
      maxReplicas: Math.max(maxReplicas, floor),
      ...(metrics === undefined ? {} : { metrics }),
      ...(behavior === undefined ? {} : { behavior }),
    },
  };
}

/** Whether an autoscaler is a copy made by Sluice. */
export function isCopy({ metadata }: Autoscaler): boolean {
  return metadata.annotations?.[copyAnnotation] !== undefined;
}

/**
 * Reason why an autoscaler does not scale, in its own words: a container without a CPU request, an injected one among
 * them, is enough.
 * @returns undefined where it does, or where it was switched off by 0 pods
 */
export function explainIdle({ metadata, status }: Autoscaler): string | undefined {
  const found = status?.conditions?.find((one) => one.type === "ScalingActive" && one.status === "False");
  if (found === undefined || found.reason === "ScalingDisabled") return undefined;
  const words = (found.message ?? "").trim().slice(0, 200);
  return `HorizontalPodAutoscaler ${metadata.name} does not scale: ${found.reason ?? "unknown"}: ${words}`;
}
