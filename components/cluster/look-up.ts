import type { Found } from "../core/routers/need";
import { ApiError } from "./api-error";
import type { Cluster } from "./api";

/** Looks an object, or a list, up: it may be there, not be there, or may not be read. */
export async function lookUp(cluster: Cluster, path: string): Promise<Found> {
  try {
    const object = await cluster.find(path);
    return object === undefined ? { kind: "absent" } : { kind: "found", object };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { kind: "hidden" };
    throw error;
  }
}
