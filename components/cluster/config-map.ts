import { fieldManager } from "../core/settings";
import type { ObjectMeta } from "../core/object-meta";
import type { Cluster } from "./api";
import { isConflict } from "./api-error";
import type { AppPlace } from "./workloads";

/** A ConfigMap, as far as it is read here. */
export interface ConfigMap {
  readonly metadata: ObjectMeta;
  readonly data?: Readonly<Record<string, string>>;
}

/** One ConfigMap that Sluice keeps for an app. */
export interface OwnConfigMap {
  find(): Promise<ConfigMap | undefined>;
  /**
   * Writes the whole object.
   * @param resourceVersion - of the object as it was read; undefined where there was none
   * @returns the version after it
   * @throws {ApiError} Conflict when another writer was first
   */
  write(data: Readonly<Record<string, string>>, resourceVersion: string | undefined): Promise<string>;
  /** @throws {ApiError} where there is none */
  remove(): Promise<void>;
}

/** A ConfigMap of that name in the app's namespace. */
export function ownConfigMap(cluster: Cluster, { app, namespace }: AppPlace, name: string): OwnConfigMap {
  const collection = `/api/v1/namespaces/${namespace}/configmaps`;
  const path = `${collection}/${name}`;
  const manager = `fieldManager=${fieldManager}`;
  return {
    find: async () => await cluster.find<ConfigMap>(path),
    write: async (data, resourceVersion) => {
      const body = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: {
          name,
          namespace,
          labels: { "app.kubernetes.io/name": app, "app.kubernetes.io/managed-by": fieldManager },
          ...(resourceVersion === undefined ? {} : { resourceVersion }),
        },
        data,
      };
      const { metadata } = await (resourceVersion === undefined
        ? cluster.call<ConfigMap>("POST", `${collection}?${manager}`, { body })
        : cluster.call<ConfigMap>("PUT", `${path}?${manager}`, { body }));
      return metadata.resourceVersion;
    },
    remove: async () => void (await cluster.call("DELETE", path)),
  };
}

/** Most tries of a write against other writers. */
const mostTries = 20;

/**
 * Reads, changes and writes, and does so again while another writer is first.
 * @param change - gives the write that is wanted, from what it reads itself, or the result where none is
 */
export async function updateGuarded<Result>(
  change: () => Promise<{ readonly write: () => Promise<Result> } | { readonly result: Result }>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const next = await change();
    if ("result" in next) return next.result;
    try {
      return await next.write();
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}
