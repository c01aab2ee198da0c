import type { Found } from "../core/routers/need";
import { ApiError } from "./api-error";
import type { Cluster, FindOptions } from "./api";

/** Looks an object, or a list, up: it may be there, not be there, or may not be read. */
export async function lookUp(cluster: Cluster, path: string, options?: FindOptions): Promise<Found> {
  try {
    const object = await cluster.find(path, options);
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { kind: "hidden" };
    throw error;
  }
}

/** Lists objects: none where the list is not there, undefined where it may not be read. */
export async function lookUpList<T>(
  cluster: Cluster,
  path: string,
  options?: FindOptions,
): Promise<readonly T[] | undefined> {
  const found = await lookUp(cluster, path, options);
  if (found.kind !== "found") return found.kind === "absent" ? [] : undefined;
  return (found.object as { readonly items?: readonly T[] }).items ?? [];
}
