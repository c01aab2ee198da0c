import type { Cluster } from "../cluster/api";
import { ApiError } from "../cluster/api-error";
import { readKubeVersion } from "../cluster/kube-version";
import { refuseEnding } from "../core/access/ending-namespace";
import { refuseOldKubernetes } from "../core/access/oldest-kubernetes";
import type { ObjectMeta } from "../core/object-meta";
import { RunEnd } from "../core/run-end";

/** An answer; undefined where this account may not have it, or there is none. */
async function unlessHidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.status)) return undefined;
    throw error;
  }
}

/** Metadata of a namespace; undefined where there is none, or this account may not see it. */
export async function readNamespace(cluster: Cluster, name: string): Promise<ObjectMeta | undefined> {
  const path = `/api/v1/namespaces/${name}`;
  return (await unlessHidden(cluster.find<{ readonly metadata?: ObjectMeta }>(path)))?.metadata;
}

/**
 * Refuses before anything is touched a cluster that is too old, and a namespace that is being deleted. What this account may
 * not see is taken.
 * @returns metadata of the namespace, as {@link readNamespace}
 * @throws {RunEnd} `usage`
 */
export async function demandPlace(cluster: Cluster, namespace: string): Promise<ObjectMeta | undefined> {
  const [version, metadata] = await Promise.all([
    unlessHidden(readKubeVersion(cluster)),
    readNamespace(cluster, namespace),
  ]);
  const problems = [
    version === undefined ? undefined : refuseOldKubernetes(version),
    metadata === undefined ? undefined : refuseEnding(namespace, metadata),
  ].filter((one) => one !== undefined);
  if (problems.length > 0) throw new RunEnd("usage", problems);
  return metadata;
}
