import { readSizing, setFloor } from "../../cluster/autoscaler";
import type { Cluster } from "../../cluster/api";
import { declaredFloor, findController, floorAnnotation } from "../../core/workload/sizes/autoscaler";
import { stableFloor } from "../../core/workload/sizes/capacity";
import { objectNames } from "../../core/settings";
import type { Settings } from "../../core/settings";
import { readSizes, toLoad } from "../look/read-sizes";

interface FloorContext {
  readonly cluster: Cluster;
  readonly settings: Settings;
}

/**
 * With an autoscaler on stable, whoever made it: keeps `minReplicas` at the number that both tracks need together, so
 * that stable could carry everything alone although it sees only its share. The earlier value is noted on it.
 * @returns the owner that would write its own number back, so that it was left; undefined otherwise
 */
export async function keepStableFloor(
  { cluster, settings }: FloorContext,
  weight: number,
): Promise<string | undefined> {
  const sizes = await readSizes(cluster, settings);
  const { sizing, stable } = sizes;
  const { floor, autoscaler } = sizing;
  if (autoscaler === undefined || floor === undefined || stable === undefined) return undefined;
  const owner = findController(autoscaler);
  if (owner !== undefined) return owner;
  const needed = stableFloor(toLoad(sizes, weight));
  if (needed !== floor) await setFloor(cluster, autoscaler, needed, declaredFloor(autoscaler));
  return undefined;
}

/** Sets the lower end after the release: back to the declared one, or to its owner's. */
export async function releaseStableFloor({ cluster, settings }: FloorContext): Promise<void> {
  const { floor, autoscaler } = await readSizing(cluster, settings);
  if (autoscaler === undefined || findController(autoscaler) !== undefined) return;
  const isDeclared =
    "minReplicas" in settings.stable && autoscaler.metadata.name === objectNames(settings.app).stable;
  const wanted =
    isDeclared && "minReplicas" in settings.stable ? settings.stable.minReplicas : declaredFloor(autoscaler);
  const isNoted = autoscaler.metadata.annotations?.[floorAnnotation] !== undefined;
  if (floor !== wanted || isNoted) await setFloor(cluster, autoscaler, wanted);
}
