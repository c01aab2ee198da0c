import type { Cluster } from "../../cluster/api";
import { jsonPatch } from "../../cluster/api";
import { ApiError, isConflict } from "../../cluster/api-error";
import { findService } from "../../cluster/services";
import { writtenWeight } from "../../core/live";
import type { ZeroReason } from "../../core/live";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import type { PatchOperation } from "../../core/routers/json-patch";
import type { RouterObject } from "../../core/routers/routed-kind";
import type { RouteView, WeightChange } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { fieldManager, objectNames } from "../../core/settings";
import { demandOurs, findOwnRoute } from "../look/read-route";

/** An admission webhook that hangs must not hold up a write of weight 0 for as long as it may, milliseconds. */
const zeroTimeoutMs = 5000;

/** A second read beside the route's is waited for no longer, milliseconds. */
const serviceTimeoutMs = 500;

/** Applies a patch to the route and returns the route as the API server answers it. */
export async function patchRoute(
  cluster: Cluster,
  settings: RouteSettings,
  patch: readonly PatchOperation[],
  timeoutMs?: number,
): Promise<RouteView> {
  const router = routerOf(settings);
  const path = `${router.path(settings)}?fieldManager=${fieldManager}`;
  const object = await cluster.call<RouterObject>("PATCH", path, {
    body: patch,
    contentType: jsonPatch,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return demandOurs(router.read(object, settings, []), settings);
}

/** A weight that a write raises to, with the match or mirror of its stage. */
export type RaisedWeight = Pick<WeightChange, "weight" | "match" | "mirror" | "epoch">;

/**
 * Writes a weight that an intent in the ledger announced.
 * @throws {ApiError} when the route is no longer as in `view` ({@link isConflict}): another writer was first
 */
export async function writeWeight(
  cluster: Cluster,
  settings: RouteSettings,
  view: RouteView,
  change: RaisedWeight,
): Promise<RouteView> {
  const patch = routerOf(settings).renderWeight(view, settings, { ...change, guard: "exact" });
  return await patchRoute(cluster, settings, patch);
}

/** Whether the canary's Service is known not to exist; what cannot be read does not keep a write of weight 0. */
async function lacksCanary(cluster: Cluster, settings: RouteSettings): Promise<boolean> {
  const name = objectNames(settings.app).canary;
  return await findService(cluster, settings, name, serviceTimeoutMs).then(
    (service) => service === undefined,
    () => false,
  );
}

/**
 * Takes all traffic off the canary, whatever others wrote before or are about to write: only the backends' places are
 * tested, and the new epoch makes a shift in flight fail.
 * @param epoch - the next epoch for the live one
 * @param isDone - whether a live route needs no write any more
 * @returns the route after the write, or undefined where Sluice's does not exist: no traffic reaches the canary through
 * it
 */
export async function writeZero(
  cluster: Cluster,
  settings: RouteSettings,
  epoch: (current: string) => string,
  zero: ZeroReason,
  isDone: (view: RouteView) => boolean,
): Promise<{ before: RouteView; after: RouteView } | undefined> {
  for (let tries = 1; ; tries++) {
    const [before, withoutCanary] = await Promise.all([
      findOwnRoute(cluster, settings),
      lacksCanary(cluster, settings),
    ]);
    if (before === undefined) return undefined;
    if (isDone(before)) return { before, after: before };
    const change = {
      weight: 0,
      epoch: epoch(before.live.epoch),
      zero,
      withoutCanary,
      guard: "names" as const,
    };
    const patch = routerOf(settings).renderWeight(before, settings, change);
    try {
      const after = await patchRoute(cluster, settings, patch, zeroTimeoutMs);
      const left = writtenWeight(after.live);
      if (left === 0) return { before, after };
      // Something in its way wrote another weight.
      throw new ApiError(422, "NotTaken", `the write of weight 0 was taken, and ${left} % came back`);
    } catch (error) {
      if (!isConflict(error) || tries >= 10) throw error;
    }
  }
}
