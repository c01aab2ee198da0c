import type { Cluster } from "../../../../components/cluster/api";
import { ApiError } from "../../../../components/cluster/api-error";
import { backend, routeWith } from "../../core/routers/gateway/any-route";

/** API of the Gateway API. */
export const group = "/apis/gateway.networking.k8s.io";
/** Path of the app's route. */
export const route = `${group}/v1/namespaces/shop/httproutes/shop`;
/** A route of another namespace that leads to the canary. */
export const other = {
  ...routeWith([{ backendRefs: [{ ...backend("shop-canary"), namespace: "shop" }] }]),
  metadata: { ...routeWith([]).metadata, name: "beta", namespace: "legacy" },
};
/** A grant that lets it. */
export const grant = {
  spec: {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "legacy" }],
    to: [{ group: "", kind: "Service" }],
  },
};

/** A cluster that answers these paths, 404 to all others, and a status where one is given. */
export function serve(objects: Readonly<Record<string, unknown>>): { cluster: Cluster; asked: string[] } {
  const asked: string[] = [];
  const find = async (address: string): Promise<unknown> => {
    const path = address.split("?")[0] as string;
    asked.push(path);
    const answer = objects[path];
    if (typeof answer === "number") throw new ApiError(answer, "x", "x");
    return await Promise.resolve(answer);
  };
  return { cluster: { find } as unknown as Cluster, asked };
}

/** A list as the API server answers it. */
export const list = (...items: readonly unknown[]) => ({ items });
/** Path of the grants of the app's namespace. */
export const grants = `${group}/v1beta1/namespaces/shop/referencegrants`;
/** Path of the routes of that other namespace. */
export const elsewhere = `${group}/v1/namespaces/legacy/httproutes`;
