import { unfollowStable } from "../../cluster/autoscaler";
import { scaleTrack } from "../../cluster/workloads";
import type { LeverContext } from "./lever";
import { readRouteAlone } from "../look/read-route";

/**
 * The second lever where pods make the share: the canary gets none.
 * @returns the reason why it was not taken; undefined where it was
 * @throws {ApiError} where the API server refuses it
 */
export async function scaleAway({ cluster, settings }: LeverContext): Promise<string | undefined> {
  const view = await readRouteAlone(cluster, settings);
  const weight = view?.live.weight;
  if (weight === undefined || weight >= 100) {
    const live = weight === undefined ? "the Service is gone" : "all connections go to the canary";
    return `there is no second lever while ${live}: call whoever may write Service ${settings.traffic.route}`;
  }
  await unfollowStable(cluster, settings);
  await scaleTrack(cluster, settings, "canary", 0);
  return undefined;
}
