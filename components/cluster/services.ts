import type { Service } from "../core/lever/service";
import type { PatchOperation } from "../core/routers/json-patch";
import { fieldManager } from "../core/settings";
import type { Cluster } from "./api";
import { jsonPatch } from "./api";
import type { AppPlace } from "./workloads";

/** Path of a Service of the app's namespace. */
export const servicePath = ({ namespace }: Pick<AppPlace, "namespace">, name: string): string =>
  `/api/v1/namespaces/${namespace}/services/${name}`;

/** Reads a Service; undefined where it does not exist. */
export async function findService(
  cluster: Cluster,
  place: AppPlace,
  name: string,
  timeoutMs?: number,
): Promise<Service | undefined> {
  return await cluster.find<Service>(servicePath(place, name), timeoutMs === undefined ? {} : { timeoutMs });
}

/** Applies a patch to a Service. */
export async function patchService(
  cluster: Cluster,
  place: AppPlace,
  name: string,
  patch: readonly PatchOperation[],
): Promise<Service> {
  const path = `${servicePath(place, name)}?fieldManager=${fieldManager}`;
  return await cluster.call<Service>("PATCH", path, { body: patch, contentType: jsonPatch });
}

/**
 * Names of the pods that a Service sends requests to now, by its EndpointSlices.
 * @param which - `ready` leaves out those that are known, and get no request yet. @default all
 */
export async function listEndpointPods(
  cluster: Cluster,
  { namespace }: Pick<AppPlace, "namespace">,
  name: string,
  which: "all" | "ready" = "all",
): Promise<readonly string[]> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`;
  const { items } = await cluster.call<{
    items: {
      endpoints?: { targetRef?: { name?: string }; conditions?: { ready?: boolean } }[] | null;
    }[];
  }>("GET", path);
  return items.flatMap(({ endpoints }) =>
    (endpoints ?? [])
      .filter(({ conditions }) => which === "all" || conditions?.ready !== false)
      .map(({ targetRef }) => targetRef?.name ?? ""),
  );
}
