import type { Cluster } from "../../cluster/api";
import { jsonPatch } from "../../cluster/api";
import { isConflict } from "../../cluster/api-error";
import { renderFence } from "../../core/routers/fence-patch";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import { readMarks } from "../../core/routers/read-marks";
import type { RouterObject } from "../../core/routers/routed-kind";
import { routerOf } from "../../core/routers/routers";
import { fieldManager } from "../../core/settings";
import { freshEpoch } from "../fresh-epoch";

const mostTries = 10;

/**
 * Makes every write fail that a former holder of the lock may still have in flight; the weight stays. Without a
 * route there is nothing to shut out.
 * @throws {ApiError} when the API server is away or refuses it: the lock must not be taken then
 */
export async function fenceRoute(cluster: Cluster, settings: RouteSettings): Promise<void> {
  const path = routerOf(settings).path(settings);
  for (let tries = 1; ; tries++) {
    const object = await cluster.find<RouterObject>(path, { demandServed: true });
    if (object === undefined) return;
    const body = renderFence(object.metadata, freshEpoch(readMarks(object.metadata).epoch));
    try {
      await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, { body, contentType: jsonPatch });
      return;
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}
