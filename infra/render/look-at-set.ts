import { ApiError } from "../../components/cluster/api-error";
import type { Cluster } from "../../components/cluster/api";
import type { ObjectMeta } from "../../components/core/object-meta";
import type { JsonObject } from "../../components/core/revision/revision";
import { kindOf, nameOf, versionOf } from "../../components/core/workload/from/identity";
import type { LiveObject, ServedKinds } from "../../components/core/workload/from/judge-live";

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

const rootOf = (version: string): string => (version.includes("/") ? `/apis/${version}` : `/api/${version}`);

/** A kind that may not be read is not known. */
async function unlessForbidden<T>(ask: Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await ask };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

async function readKinds(cluster: Cluster, version: string): Promise<ServedKinds | undefined> {
  const list = await cluster.find<ResourceList>(rootOf(version));
  const own = list?.resources.filter(({ name }) => !name.includes("/"));
  return (
    own &&
    Object.fromEntries(
      own.map(({ name, kind, namespaced }) => [kind, { plural: name, isNamespaced: namespaced }]),
    )
  );
}

/** An object of a set, and where the API server has it. */
export interface PlacedObject extends Pick<LiveObject, "object" | "served"> {
  /** Absent where its kind is not known, not served, or of the whole cluster. */
  readonly path?: string;
}

/** Finds where the API server has the objects of a set, whether they are there or not. */
export async function placeSet(
  cluster: Cluster,
  namespace: string,
  objects: readonly JsonObject[],
): Promise<readonly PlacedObject[]> {
  const versions = [...new Set(objects.map(versionOf))];
  const kinds = new Map(
    await Promise.all(
      versions.map(async (version) => [version, await unlessForbidden(readKinds(cluster, version))] as const),
    ),
  );
  return objects.map((object) => {
    const known = kinds.get(versionOf(object));
    if (known === undefined) return { object };
    const served = known.value;
    const kind = served?.[kindOf(object)];
    if (kind?.isNamespaced !== true) return { object, served };
    const path = `${rootOf(versionOf(object))}/namespaces/${namespace}/${kind.plural}/${nameOf(object)}`;
    return { object, served, path };
  });
}

/** Reads what the cluster has of the objects of a set. */
export async function lookAtSet(
  cluster: Cluster,
  namespace: string,
  objects: readonly JsonObject[],
): Promise<readonly (LiveObject & { readonly body?: JsonObject })[]> {
  return await Promise.all(
    (await placeSet(cluster, namespace, objects)).map(async ({ path, ...placed }) => {
      if (path === undefined) return placed;
      const body = (await unlessForbidden(cluster.find<JsonObject>(path)))?.value;
      return body === undefined
        ? placed
        : { ...placed, live: body["metadata"] as unknown as ObjectMeta, body };
    }),
  );
}
