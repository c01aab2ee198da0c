import type { HttpRoute, HttpRouteRule } from "../../../../components/core/routers/http-route";
import type { RouteSettings } from "../../../../components/core/routers/route-view";

/** Settings that name the route `shop/shop` of gateway `sluice`. */
export const settings = {
  app: "shop",
  namespace: "shop",
  traffic: { route: "shop", gateway: { name: "sluice", namespace: "gateway" } },
} as unknown as RouteSettings;

/** The rule that splits traffic between both tracks. */
export const weightedRule = (stable?: number, canary?: number): HttpRouteRule => ({
  backendRefs: [
    { name: "shop-stable", ...(stable === undefined ? {} : { weight: stable }) },
    { name: "shop-canary", ...(canary === undefined ? {} : { weight: canary }) },
  ],
});

/** A route with these rules, as the API server returns it. */
export function routeWith(
  rules: readonly HttpRouteRule[] | undefined,
  metadata: Partial<HttpRoute["metadata"]> = {},
  status?: HttpRoute["status"],
): HttpRoute {
  return {
    metadata: { name: "shop", namespace: "shop", uid: "u", resourceVersion: "7", generation: 3, ...metadata },
    spec: rules === undefined ? {} : { rules },
    ...(status === undefined ? {} : { status }),
  };
}
