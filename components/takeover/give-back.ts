import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import type { GivenPart } from "../core/routers/router";
import type { RouterObject } from "../core/routers/routed-kind";
import { routerOf } from "../core/routers/routers";
import { fieldManager } from "../core/settings";
import type { Settings } from "../core/settings";

/**
 * Takes Sluice's part of a user's route away, or the whole object of Sluice's beside it.
 * @returns whether there was any
 */
export async function giveRouteBack(cluster: Cluster, settings: Settings, part: GivenPart): Promise<boolean> {
  const router = routerOf(settings);
  const path = router.path(settings);
  const route = await cluster.find<RouterObject>(path, { demandServed: true });
  const patch = route && router.takeover.giveBack(route, settings, part);
  if (route === undefined || patch === undefined) return false;
  if (patch === "remove") {
    const { uid, resourceVersion } = route.metadata;
    await cluster.call("DELETE", path, { body: { preconditions: { uid, resourceVersion } } });
    return true;
  }
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: patch,
  });
  return true;
}
