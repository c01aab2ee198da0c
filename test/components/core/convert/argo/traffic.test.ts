import { mapTraffic } from "../../../../../components/core/convert/argo/traffic";
import type { JsonObject } from "../../../../../components/core/revision/revision";
import { read } from "../support/read";

const rollout = (trafficRouting: JsonObject): JsonObject => ({
  spec: { strategy: { canary: { trafficRouting } } },
});
const plugin = (settings: JsonObject) => rollout({ plugins: { "argoproj-labs/gatewayAPI": settings } });
const inputs = read(`
kind: HTTPRoute
metadata: { name: shop }
spec:
  parentRefs: [{ name: public, namespace: infra, sectionName: https }]
  hostnames: [shop.example.org]
---
{ kind: VirtualService, metadata: { name: shop }, spec: { hosts: [mesh.example.org] } }
`);

test("mapTraffic() keeps the HTTPRoute that the plugin writes", () => {
  const { traffic, hosts, routes, fates } = mapTraffic(
    plugin({ httpRoute: "shop", httpRoutes: [{ name: "more" }] }),
    "shop-live",
    inputs,
  );
  expect(traffic).toEqual({
    from: { object: "shop" },
    service: "shop-live",
    gateway: { name: "public", namespace: "infra", listener: "https" },
  });
  expect(hosts).toEqual(["shop.example.org"]);
  expect(routes.size).toBe(1);
  expect(fates.some(({ at }) => at.endsWith("httpRoutes [0]"))).toBe(true);
});

test("mapTraffic() does without the HTTPRoute, and says of further ones that they are lost", () => {
  const listed = mapTraffic(
    plugin({ httpRoutes: [{ name: "other" }, { name: "second" }] }),
    undefined,
    inputs,
  );
  expect(listed.traffic).toEqual({ from: { object: "other" } });
  expect(listed.hosts).toEqual(["shop.example.org", "mesh.example.org"]);
  expect(listed.fates.some(({ at, verdict }) => at.endsWith("httpRoutes [1]") && verdict === "lost")).toBe(
    true,
  );
  expect(
    mapTraffic(plugin({ grpcRoute: "x" }), undefined, read("{ kind: HTTPRoute, metadata: { name: x } }"))
      .traffic,
  ).toEqual({});
  const bare = mapTraffic(
    plugin({ httpRoute: "x" }),
    undefined,
    read("{ kind: HTTPRoute, metadata: { name: x }, spec: { parentRefs: [{ name: g }] } }"),
  );
  expect(bare.traffic).toEqual({ from: { object: "x" }, gateway: { name: "g" } });
});

test("mapTraffic() takes the first of several Ingresses, and does without it", () => {
  const { traffic, fates } = mapTraffic(
    rollout({ nginx: { stableIngresses: ["a", "b"] } }),
    undefined,
    inputs,
  );
  expect(traffic).toEqual({ router: "nginx" });
  expect(fates.map(({ at }) => at)).toContain("spec strategy canary trafficRouting nginx stableIngresses");
  expect(mapTraffic(rollout({ nginx: {} }), undefined, inputs).traffic).toEqual({ router: "nginx" });
});

test("mapTraffic() takes class and certificate where an Ingress has them", () => {
  const ingress = (more: string) => read(`{ kind: Ingress, metadata: { name: a${more} } }`);
  const routed = (more: string) =>
    mapTraffic(rollout({ nginx: { stableIngress: "a" } }), undefined, ingress(more)).traffic;
  expect(routed("")).toEqual({ router: "nginx", ingress: {} });
  expect(routed(", annotations: { kubernetes.io/ingress.class: inner }")).toEqual({
    router: "nginx",
    ingress: { class: "inner" },
  });
});

test("mapTraffic() says of a path that Sluice's Ingress takes every one", () => {
  const paths = "spec: { rules: [{ http: { paths: [{ path: / }, {}, { path: /api }] } }] }";
  const routed = mapTraffic(
    rollout({ nginx: { stableIngress: "a" } }),
    undefined,
    read(`{ kind: Ingress, metadata: { name: a }, ${paths} }`),
  );
  const [fates] = [...routed.routes.values()];
  expect(fates?.filter(({ at }) => at.endsWith(" path")).map(({ at }) => at)).toEqual([
    "spec rules [0] http paths [2] path",
  ]);
});

test.each([
  [{ istio: { virtualService: { name: "shop" }, virtualServices: [{ name: "x" }] } }, "istio", 1],
  [{ smi: {} }, "linkerd", 0],
  [{ alb: {} }, undefined, 0],
  [{ plugins: { other: {} } }, undefined, 0],
  [{}, undefined, 0],
])("mapTraffic() puts an HTTPRoute in the place of %p", (routing, source, routes) => {
  const routed = mapTraffic(rollout(routing), undefined, inputs);
  expect([routed.traffic, routed.source, routed.routes.size]).toEqual([{}, source, routes]);
  expect(routed.fates.some(({ verdict }) => verdict === "approximate")).toBe(true);
});
