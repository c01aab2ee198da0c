import type {
  BackendRef,
  HttpRoute,
  HttpRouteRule,
} from "../../../../../components/core/routers/gateway/http-route";
import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import { renderRules } from "../../../../../components/core/routers/gateway/rules/rules";
import type { Around, RouteView } from "../../../../../components/core/routers/router";
import type { RouteSettings } from "../../../../../components/core/routers/foreign-rules";
import type { Settings } from "../../../../../components/core/settings";

/** Settings that name the route `shop/shop` of gateway `gateway/sluice`. */
export const settings = {
  app: "shop",
  namespace: "shop",
  port: 80,
  cluster: { context: "prod-eu", uid: "u" },
  traffic: {
    router: "gateway",
    route: "shop",
    host: "shop.example.org",
    gateway: { name: "sluice", namespace: "gateway" },
  },
  stages: [{ key: "5", exposure: { weight: 5 }, soakSeconds: 60 }],
  stable: { replicas: 2 },
} as unknown as RouteSettings & Pick<Settings, "port" | "stages" | "stable">;

/** One backend with a weight. */
export const backend = (name: string, weight?: number): BackendRef => ({
  name,
  port: 80,
  ...(weight === undefined ? {} : { weight }),
});

/** The rule that splits traffic between both tracks. */
export const weightedRule = (stable?: number, canary?: number): HttpRouteRule => ({
  backendRefs: [backend("shop-stable", stable), backend("shop-canary", canary)],
});

/** A rule of another owner for one path. */
export const ruleFor = (path: string, ...backendRefs: readonly BackendRef[]): HttpRouteRule => ({
  matches: [{ path: { type: "PathPrefix", value: path } }],
  backendRefs,
});

/** The app's own rules at a weight. */
export const ownRules = (weight: number): readonly HttpRouteRule[] =>
  renderRules({ app: "shop", namespace: "shop", port: 80, token: "t", weight });

/** A route with these rules, as the API server returns it. */
export function routeWith(
  rules: readonly HttpRouteRule[] | undefined,
  metadata: Partial<HttpRoute["metadata"]> = {},
  status?: HttpRoute["status"],
): HttpRoute {
  return {
    metadata: { name: "shop", namespace: "shop", uid: "u", resourceVersion: "7", generation: 3, ...metadata },
    spec: {
      parentRefs: [{ name: "sluice", namespace: "gateway" }],
      ...(rules === undefined ? {} : { rules }),
    },
    ...(status === undefined ? {} : { status }),
  };
}

/** A route that the route writer was at. */
export const writtenRoute = (rules: readonly HttpRouteRule[] | undefined, epoch = "4-a"): HttpRoute =>
  routeWith(rules, { annotations: { "sluice.dev/epoch": epoch } });

/** View of a route that Sluice owns. */
export function viewOf(route: HttpRoute, around: readonly Around[] = []): RouteView {
  const reading = gateway.read(route, settings, around);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}
