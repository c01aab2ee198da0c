import type { JsonObject } from "../core/revision/revision";
import type { Cluster } from "./api";
import { ApiError } from "./api-error";

/** Reads the ResourceQuotas of a namespace; none where they may not be read. */
export async function listQuotas(cluster: Cluster, namespace: string): Promise<readonly JsonObject[]> {
  try {
    const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
    return (await cluster.call<{ readonly items: readonly JsonObject[] }>("GET", path)).items;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}
