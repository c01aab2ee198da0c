import { fieldManager, objectNames } from "../core/settings";
import type { Cluster } from "./api";
import { mergePatch } from "./api";
import type { AppPlace } from "./workloads";

/** Path of stable's autoscaler. */
export const autoscalerPath = (place: AppPlace): string =>
  `/apis/autoscaling/v2/namespaces/${place.namespace}/horizontalpodautoscalers/${objectNames(place.app).stable}`;

/** `spec.minReplicas` of stable's autoscaler, or undefined when it has none. */
export async function readStableFloor(cluster: Cluster, place: AppPlace): Promise<number | undefined> {
  const object = await cluster.find<{ spec: { minReplicas?: number } }>(autoscalerPath(place));
  return object === undefined ? undefined : (object.spec.minReplicas ?? 1);
}

/** Sets `spec.minReplicas`: what both tracks need together during a release, the declared number after it. */
export async function setStableFloor(cluster: Cluster, place: AppPlace, minReplicas: number): Promise<void> {
  await cluster.call("PATCH", `${autoscalerPath(place)}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: { spec: { minReplicas } },
  });
}
