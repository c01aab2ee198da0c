import { fieldManager, objectNames } from "../core/settings";
import type { Settings } from "../core/settings";
import {
  copyAnnotation,
  findAutoscaler,
  floorAnnotation,
  floorOf,
  isCopy,
  renderCopy,
  toScale,
} from "../core/workload/sizes/autoscaler";
import type { Autoscaler } from "../core/workload/sizes/autoscaler";
import type { StableScale } from "../core/workload/sizes/capacity";
import type { Cluster } from "./api";
import { mergePatch } from "./api";
import { ApiError, isConflict } from "./api-error";
import type { AppPlace } from "./workloads";

const collection = (place: AppPlace): string =>
  `/apis/autoscaling/v2/namespaces/${place.namespace}/horizontalpodautoscalers`;

/** Path of the autoscaler that is declared for stable. */
export const autoscalerPath = (place: AppPlace): string =>
  `${collection(place)}/${objectNames(place.app).stable}`;

/** Sizes of the tracks now. */
export interface Sizing {
  /** Of stable's live autoscaler, whoever made it; else as declared. */
  readonly scale: StableScale;
  /** Lower end of stable's live autoscaler. */
  readonly floor?: number;
  readonly autoscaler?: Autoscaler;
  /** Autoscaler of the canary, of any kind. */
  readonly canary?: Autoscaler;
}

/**
 * Finds the autoscalers of the tracks, whoever made them. An account that may not list sees only the one declared for
 * stable.
 */
export async function readSizing(
  cluster: Cluster,
  settings: AppPlace & Pick<Settings, "stable">,
): Promise<Sizing> {
  const all = await listAutoscalers(cluster, settings);
  const autoscaler = findAutoscaler(all, settings.app, "stable");
  const canary = findAutoscaler(all, settings.app, "canary");
  const ofCanary = canary === undefined ? {} : { canary };
  if (autoscaler === undefined) return { scale: settings.stable, ...ofCanary };
  const isDeclared =
    "minReplicas" in settings.stable && autoscaler.metadata.name === objectNames(settings.app).stable;
  const scale = isDeclared ? settings.stable : toScale(autoscaler);
  return { scale, floor: floorOf(autoscaler), autoscaler, ...ofCanary };
}

async function listAutoscalers(cluster: Cluster, place: AppPlace): Promise<readonly Autoscaler[]> {
  try {
    const all = await cluster.find<{ items?: readonly Autoscaler[] }>(collection(place), {
      demandServed: true,
    });
    return all?.items ?? [];
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 403)) throw error;
    const declared = await cluster.find<Autoscaler>(autoscalerPath(place));
    return declared === undefined ? [] : [declared];
  }
}

/**
 * Sets the lower end of an autoscaler.
 * @param before - the value before a release, noted on the object; absent: the note goes
 */
export async function setFloor(
  cluster: Cluster,
  { metadata }: Autoscaler,
  minReplicas: number,
  before?: number,
): Promise<void> {
  const path = `${collection({ app: "", namespace: metadata.namespace })}/${metadata.name}`;
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: {
      metadata: { annotations: { [floorAnnotation]: before === undefined ? null : String(before) } },
      spec: { minReplicas },
    },
  });
}

/** Makes the canary's copy of stable's autoscaler, or raises the lower end of the one that is there; another's is left. */
export async function followStable(
  cluster: Cluster,
  place: AppPlace,
  { autoscaler, canary }: Sizing,
  floor: number,
): Promise<void> {
  if (autoscaler === undefined) return;
  if (canary === undefined) {
    const body = renderCopy(autoscaler, place, floor);
    try {
      await cluster.call("POST", `${collection(place)}?fieldManager=${fieldManager}`, { body });
    } catch (error) {
      // Made meanwhile: the next look raises it.
      if (!isConflict(error)) throw error;
    }
    return;
  }
  if (!isCopy(canary) || floorOf(canary) >= floor) return;
  const { minReplicas, maxReplicas } = renderCopy(autoscaler, place, floor).spec;
  await cluster.call("PATCH", `${collection(place)}/${canary.metadata.name}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: { spec: { minReplicas, maxReplicas } },
  });
}

/** Takes the canary's copy away; another's is left. */
export async function unfollowStable(cluster: Cluster, place: AppPlace): Promise<void> {
  const path = `${collection(place)}/${objectNames(place.app).canary}`;
  const found = await cluster.find<Autoscaler>(path);
  if (found?.metadata.annotations?.[copyAnnotation] === undefined) return;
  try {
    await cluster.call("DELETE", path);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
