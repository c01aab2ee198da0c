import { readMain } from "../../../components/core/routers/nginx/main-ingress";

/** Labels that the user's Service selects by. */
export const theirs = { app: "old-web" };

/** The user's Ingress, as it is before and after. */
export const ingress = {
  metadata: { name: "public", namespace: "prod", uid: "i", resourceVersion: "1" },
  spec: {
    ingressClassName: "nginx",
    rules: [
      { http: { paths: [{ path: "/", backend: { service: { name: "front", port: { number: 80 } } } }] } },
    ],
  },
};

/** The user's IngressRoute, as it is before and after. */
export const ingressRoute = {
  metadata: {
    name: "public",
    namespace: "prod",
    uid: "r",
    resourceVersion: "1",
    annotations: { note: "ours" },
  },
  spec: {
    routes: [
      { kind: "Rule", match: "Host(`a.b`)", services: [{ name: "front", port: 80 }] },
      { kind: "Rule", match: "Host(`c.d`)", services: [{ name: "other", port: 80, weight: 3 }] },
    ],
  },
};

/** The user's VirtualService, as it is before and after. */
export const virtualService = {
  metadata: ingressRoute.metadata,
  spec: {
    hosts: ["a.b"],
    http: [
      { name: "old", match: [{ uri: { prefix: "/old" } }], route: [{ destination: { host: "old" } }] },
      { route: [{ destination: { host: "front" } }] },
    ],
  },
};

/** The user's Service, as it is before and after. */
export const service = {
  metadata: {
    name: "front",
    namespace: "prod",
    uid: "s",
    resourceVersion: "1",
    annotations: { note: "ours" },
  },
  spec: { selector: theirs },
};

const shared = { route: "public", isShared: true, service: "front", stableService: "front" };

/** Settings of each router that takes a running service over. */
export const ways: Readonly<Record<string, object>> = {
  gateway: { router: "gateway", route: "public", isShared: true, stableService: "front" },
  nginx: {
    router: "nginx",
    route: "public",
    isShared: true,
    stableService: "front",
    main: readMain(ingress, "front", "shop-canary"),
  },
  traefik: { router: "traefik", ...shared },
  istio: { router: "istio", ...shared },
  replicas: { router: "replicas", route: "front", isShared: true },
};
