import { annotations, fieldManager, objectNames } from "../core/settings";
import type { ZeroReason } from "../core/live";
import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import { isConflict } from "../cluster/api-error";
import type { HttpRoute } from "../core/routers/http-route";
import { readRoute, routePath, toRouteView } from "../core/routers/route-view";
import type { RouteSettings, RouteView } from "../core/routers/route-view";

/** One operation of an RFC 6902 patch. */
export interface PatchOperation {
  readonly op: "add" | "replace" | "remove" | "test";
  readonly path: string;
  readonly value?: unknown;
}

const pointer = (segment: string): string => segment.replaceAll("~", "~0").replaceAll("/", "~1");

/** What a weight write is bound to: `exact` fails when anybody wrote since the view; `names` only when the rules moved. */
export type Guard = "exact" | "names";

/**
 * The one patch that moves traffic: tests, both weights, the new epoch, and why it is zero.
 * @param weight - percent to the canary, whole, 0 to 100
 */
export function renderWeightPatch(
  view: RouteView,
  names: { stable: string; canary: string },
  change: { weight: number; epoch: string; zero?: ZeroReason; guard: Guard },
): PatchOperation[] {
  const { rule, stable, canary } = view.weighted;
  const at = (backend: number, field: string): string =>
    `/spec/rules/${rule}/backendRefs/${backend}/${field}`;
  const present = view.object.metadata.annotations ?? {};
  const backends = view.object.spec.rules?.[rule]?.backendRefs ?? [];
  const test = (path: string, value: unknown): PatchOperation => ({ op: "test", path, value });
  const patch: PatchOperation[] = [
    test(at(stable, "name"), names.stable),
    test(at(canary, "name"), names.canary),
  ];
  if (change.guard === "exact") {
    for (const backend of [stable, canary]) {
      const weight = backends[backend]?.weight;
      if (weight !== undefined) patch.push(test(at(backend, "weight"), weight));
    }
    const epoch = present[annotations.epoch];
    // An absent annotation cannot be tested; the resourceVersion says the same, only more strictly.
    patch.push(
      epoch === undefined
        ? test("/metadata/resourceVersion", view.object.metadata.resourceVersion)
        : test(`/metadata/annotations/${pointer(annotations.epoch)}`, epoch),
    );
  }
  patch.push(
    { op: "add", path: at(stable, "weight"), value: 100 - change.weight },
    { op: "add", path: at(canary, "weight"), value: change.weight },
  );
  if (view.object.metadata.annotations === undefined)
    patch.push({ op: "add", path: "/metadata/annotations", value: {} });
  patch.push({ op: "add", path: `/metadata/annotations/${pointer(annotations.epoch)}`, value: change.epoch });
  const zeroPath = `/metadata/annotations/${pointer(annotations.zero)}`;
  if (change.zero !== undefined)
    patch.push({ op: "add", path: zeroPath, value: JSON.stringify(change.zero) });
  else if (annotations.zero in present) patch.push({ op: "remove", path: zeroPath });
  return patch;
}

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
