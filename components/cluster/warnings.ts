import { objectNames } from "../core/settings";
import type { Track } from "../core/track";
import { explainEvents } from "../core/workload/explain-events";
import type { ObjectEvent } from "../core/workload/explain-events";
import type { Cluster } from "./api";
import type { AppPlace } from "./workloads";

/** Time over which Events explain what is missing now, seconds. */
const recentSeconds = 600;

/**
 * Warnings of the last ten minutes about a track's Deployment and its pods.
 * @returns none where they may not be listed: a message is poorer without, and as true
 */
export async function listWarnings(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
  nowSeconds: number,
): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${place.namespace}/events?fieldSelector=type%3DWarning`;
  const found = await cluster.find<{ items?: readonly ObjectEvent[] }>(path).catch(() => undefined);
  const name = objectNames(place.app).track(track);
  return explainEvents(found?.items ?? [], name, nowSeconds - recentSeconds);
}
