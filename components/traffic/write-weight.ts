import { fieldManager, objectNames } from "../core/settings";
import type { ZeroReason } from "../core/live";
import { routePath } from "../core/routers/http-route";
import type { HttpRoute } from "../core/routers/http-route";
import { toRouteView } from "../core/routers/route-view";
import type { RouteSettings, RouteView } from "../core/routers/route-view";
import { renderWeightPatch } from "../core/routers/weight-patch";
import type { PatchOperation } from "../core/routers/weight-patch";
import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import { isConflict } from "../cluster/api-error";
import { readRoute } from "./read-route";

/** Applies a patch to the route and returns what the API server made of it. */
export async function patchRoute(
  cluster: Cluster,
  settings: RouteSettings,
  patch: readonly PatchOperation[],
): Promise<RouteView> {
  const path = `${routePath(settings.namespace, settings.traffic.route)}?fieldManager=${fieldManager}`;
  const object = await cluster.call<HttpRoute>("PATCH", path, { body: patch, contentType: jsonPatch });
  return toRouteView(object, settings);
}

/**
 * Writes a weight that an intent in the ledger announced.
 * @throws {ApiError} when the route is no longer as in `view` ({@link isConflict}): somebody else wrote
 */
export async function writeWeight(
  cluster: Cluster,
  settings: RouteSettings,
  view: RouteView,
  change: { weight: number; epoch: string },
): Promise<RouteView> {
  const names = objectNames(settings.app);
  return await patchRoute(cluster, settings, renderWeightPatch(view, names, { ...change, guard: "exact" }));
}

/**
 * Takes all traffic off the canary, whatever anybody wrote before or is about to write: only the backends' places are
 * tested, and the new epoch makes a shift in flight fail.
 * @param epoch - the next epoch for what is found live
 * @returns the route after the write, or undefined when it does not exist (then no traffic reaches the canary)
 */
export async function writeZero(
  cluster: Cluster,
  settings: RouteSettings,
  epoch: (current: string) => string,
  zero: ZeroReason,
): Promise<{ before: RouteView; after: RouteView } | undefined> {
  const names = objectNames(settings.app);
  for (let tries = 1; ; tries++) {
    const before = await readRoute(cluster, settings);
    if (before === undefined) return undefined;
    const change = { weight: 0, epoch: epoch(before.live.epoch), zero, guard: "names" as const };
    try {
      return { before, after: await patchRoute(cluster, settings, renderWeightPatch(before, names, change)) };
    } catch (error) {
      if (!isConflict(error) || tries >= 10) throw error;
    }
  }
}
