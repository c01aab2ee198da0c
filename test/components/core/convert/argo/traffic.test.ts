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
  [{ smi: {} }, "linkerd", 0],
  [{ alb: {} }, undefined, 0],
  [{ plugins: { other: {} } }, undefined, 0],
  [{}, undefined, 0],
])("mapTraffic() puts an HTTPRoute in the place of %p", (routing, source, routes) => {
  const routed = mapTraffic(rollout(routing), undefined, inputs);
  expect([routed.traffic, routed.source, routed.routes.size]).toEqual([{}, source, routes]);
  expect(routed.fates.some(({ verdict }) => verdict === "approximate")).toBe(true);
});

const mesh = read(`
kind: VirtualService
metadata: { name: shop }
spec:
  hosts: [shop.example.org, shop]
  gateways: [istio-system/public]
  http:
    - name: primary
      route:
        - { destination: { host: shop.prod.svc.cluster.local, subset: stable }, weight: 100 }
        - { destination: { host: shop.prod.svc.cluster.local, subset: canary }, weight: 0 }
---
{ kind: VirtualService, metadata: { name: inside }, spec: { hosts: [inside] } }
---
{ kind: DestinationRule, metadata: { name: shop }, spec: { host: shop, subsets: [{ name: stable }] } }
`);

test("mapTraffic() keeps the VirtualService that a Rollout writes, with router istio", () => {
  const destinationRule = { name: "shop", stableSubsetName: "stable", canarySubsetName: "canary" };
  const routed = mapTraffic(
    rollout({ istio: { virtualService: { name: "shop", routes: ["primary"] }, destinationRule }, smi: {} }),
    undefined,
    mesh,
  );
  expect(routed.traffic).toEqual({ router: "istio", from: { object: "shop" }, service: "shop" });
  expect([routed.hosts, routed.source]).toEqual([["shop.example.org"], "istio"]);
  expect([...routed.routes.keys()].map(({ object }) => object["kind"])).toEqual([
    "VirtualService",
    "DestinationRule",
  ]);
  const place = "spec strategy canary trafficRouting";
  const verdictAt = (at: string) => routed.fates.find((fate) => fate.at === `${place} ${at}`)?.verdict;
  expect(verdictAt("istio virtualService name")).toBe("exact");
  expect(verdictAt("istio virtualService routes")).toBe("approximate");
  expect(verdictAt("istio virtualService tcpRoutes")).toBe("lost");
  expect(verdictAt("istio destinationRule")).toBe("lost");
  expect(verdictAt("smi")).toBe("lost");
});

test("mapTraffic() takes the first of several VirtualServices, the stable Service, and does without them", () => {
  const listed = mapTraffic(
    rollout({ istio: { virtualServices: [{ name: "shop" }, { name: "inside" }, { name: "gone" }] } }),
    "shop-live",
    mesh,
  );
  expect(listed.traffic).toMatchObject({ from: { object: "shop" }, service: "shop-live" });
  expect(listed.routes.size).toBe(2);
  expect(
    listed.fates.some(({ at, verdict }) => at.endsWith("istio virtualServices") && verdict === "lost"),
  ).toBe(true);
  const absent = mapTraffic(rollout({ istio: { virtualService: { name: "gone" } } }), undefined, inputs);
  expect([absent.traffic, absent.routes.size]).toEqual([{ router: "istio", from: { object: "gone" } }, 0]);
  expect(absent.hosts).toEqual(["shop.example.org", "mesh.example.org"]);
  expect(mapTraffic(rollout({ istio: {} }), undefined, []).traffic).toEqual({ router: "istio" });
});
