import type { HttpRule, VirtualService } from "../../../../../components/core/routers/istio/virtual-service";

/**
 * Rules in the shapes of public VirtualServices; `shop` is the app.
 * @see https://github.com/istio/istio/tree/master/samples
 */
export const publicRules: readonly HttpRule[] = [
  {
    match: [{ uri: { exact: "/productpage" } }, { uri: { prefix: "/static" } }, { uri: { exact: "/login" } }],
    route: [{ destination: { host: "shop", port: { number: 9080 } } }],
  },
  {
    match: [{ headers: { "end-user": { exact: "jason" }, "user-agent": { regex: ".*Chrome.*" } as never } }],
    fault: { delay: { percentage: { value: 100 }, fixedDelay: "7s" } },
    route: [{ destination: { host: "shop.shop.svc.cluster.local" } }],
  },
  {
    match: [{ port: 15012 } as never],
    route: [{ destination: { host: "istiod.istio-system.svc.cluster.local", port: { number: 15012 } } }],
  },
  {
    match: [],
    headers: {
      response: { set: { "Strict-Transport-Security": "max-age=63072000" }, remove: ["x-envoy"] } as never,
    },
    route: [{ destination: { host: "shop", port: { number: 80 } }, weight: 100 }],
    corsPolicy: { allowOrigins: [{ exact: "*" }], allowMethods: ["GET", "POST"], maxAge: "24h" },
  } as HttpRule,
  {
    name: "api",
    match: [{ uri: { prefix: "/api/v1" } }],
    rewrite: { uri: "/v1" },
    route: [
      { destination: { host: "shop", port: { number: 8080 } }, headers: { request: { set: {} } } } as never,
    ],
    retries: { attempts: 3, perTryTimeout: "2s", retryOn: "connect-failure,refused-stream,503" },
    timeout: "10s",
    mirror: { host: "audit", subset: "v1" },
    mirrorPercentage: { value: 0.1 },
  } as HttpRule,
  { match: [{ uri: { prefix: "/old" } }], redirect: { uri: "/new", redirectCode: 308 } } as HttpRule,
  { match: [{ uri: { prefix: "/team" } }], delegate: { name: "team", namespace: "team" } },
  {
    route: [
      { destination: { host: "reviews", subset: "v1" }, weight: 90 },
      { destination: { host: "reviews", subset: "v2" }, weight: 10 },
    ],
  },
];

/** Sections for other protocols, and fields of the object itself. */
export const publicRest: Partial<VirtualService["spec"]> & { readonly exportTo: readonly string[] } = {
  tcp: [
    {
      match: [{ port: 31400 }],
      route: [
        { destination: { host: "tcp-echo", port: { number: 9000 }, subset: "v1" }, weight: 80 },
        { destination: { host: "tcp-echo", port: { number: 9000 }, subset: "v2" }, weight: 20 },
      ],
    } as never,
  ],
  tls: [{ match: [{ port: 443, sniHosts: ["a.b"] }], route: [{ destination: { host: "a.b" } }] } as never],
  exportTo: ["."],
};
