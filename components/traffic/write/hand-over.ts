import { fieldManager } from "../../core/settings";
import type { Settings } from "../../core/settings";
import type { RouteSettings } from "../../core/routers/foreign-rules";
import { routerOf } from "../../core/routers/routers";
import type { Cluster } from "../../cluster/api";
import type { ObjectMeta } from "../../core/object-meta";
import { jsonPatch } from "../../cluster/api";
import { autoscalerPath } from "../../cluster/autoscaler";
import { deploymentPath } from "../../cluster/workloads";

/** An entry of `metadata.managedFields`. */
export type FieldOwner = NonNullable<ObjectMeta["managedFields"]>[number] & { readonly subresource?: string };

type Release = (owner: FieldOwner) => FieldOwner;

const without = (owner: FieldOwner, ...path: readonly string[]): FieldOwner => {
  const remove = (fields: unknown, [key = "", ...rest]: readonly string[]): unknown => {
    const { [key]: inner, ...others } = Object(fields) as Record<string, unknown>;
    if (inner === undefined) return fields;
    if (rest.length === 0) return others;
    const left = remove(inner, rest);
    return left === inner ? fields : { ...others, [key]: left };
  };
  const fieldsV1 = remove(owner.fieldsV1, path);
  return fieldsV1 === owner.fieldsV1 ? owner : { ...owner, fieldsV1 };
};

/** Gives up the fields that Sluice's providers wrote in `spec`: the route's rules, the autoscaler's lower end. */
export const releaseOwnSpec: Release = (owner) =>
  owner.manager === fieldManager && !owner.subresource ? without(owner, "f:spec") : owner;

/** Gives up the number of pods, whoever claims it: it is the autoscaler's, and an owner that leaves it out resets it. */
export const releaseReplicas: Release = (owner) => without(owner, "f:spec", "f:replicas");

/** Owners after giving up, or undefined where nothing changes. */
export function releaseFields(
  owners: readonly FieldOwner[],
  release: Release,
): readonly FieldOwner[] | undefined {
  const released = owners.map(release);
  return released.some((owner, index) => owner !== owners[index]) ? released : undefined;
}

/**
 * Gives up claims on fields of base's objects, values untouched: Pulumi, whose state does not know the objects, then
 * creates them over the present ones without a conflict.
 * @throws {ApiError} when another writer changes an object at the same moment
 */
export async function handOver(
  cluster: Cluster,
  settings: RouteSettings & Pick<Settings, "stable">,
): Promise<void> {
  const objects: [path: string, release: Release][] = [[routerOf(settings).path(settings), releaseOwnSpec]];
  if ("minReplicas" in settings.stable) {
    objects.push([autoscalerPath(settings), releaseOwnSpec]);
    objects.push([deploymentPath(settings, "stable"), releaseReplicas]);
  }
  await Promise.all(
    objects.map(async ([path, release]) => {
      const object = await cluster.find<{ metadata: ObjectMeta }>(path);
      const { managedFields = [], resourceVersion } = object?.metadata ?? {};
      const value = releaseFields(managedFields, release);
      if (value === undefined) return;
      await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
        contentType: jsonPatch,
        body: [
          { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
          { op: "replace", path: "/metadata/managedFields", value },
        ],
      });
    }),
  );
}
