import { toTraffic as toTrafficOf } from "../../../../components/core/adopt/to-traffic";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { deployment, object, service } from "../workload/from/set";

const toTraffic = (ways: readonly JsonObject[], app: string, services: readonly JsonObject[] = []) =>
  toTrafficOf({ ways, services, deployment: deployment() }, app);

const route = (name: string, spec: JsonObject = {}): JsonObject =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", name, { spec });
const ingress = object("networking.k8s.io/v1", "Ingress", "web", {
  spec: { rules: [{ host: "shop.example.org" }, {}] },
});

test("toTraffic() keeps an HTTPRoute with its hosts and Gateway, and names the other ways", () => {
  const own = route("public", {
    hostnames: ["shop.example.org", "shop"],
    parentRefs: [
      { kind: "Service", name: "web" },
      { name: "edge", namespace: "infra", sectionName: "https", port: 443 },
    ],
  });
  expect(toTraffic([ingress, own, route("second")], "shop")).toEqual({
    way: own,
    traffic: {
      router: "gateway",
      from: { object: "public" },
      gateway: { name: "edge", namespace: "infra", listener: "https", port: 443 },
    },
    hosts: ["shop.example.org"],
    gaps: ["HTTPRoute second", "Ingress web"].map((name) => ({
      key: "sluice:traffic",
      what: `${name} leads to the service as well, and no weight governs it`,
      taken: "it goes on leading to stable",
    })),
  });
  expect(toTraffic([route("bare")], "shop").traffic).toEqual({ router: "gateway", from: { object: "bare" } });
});

test("toTraffic() keeps an IngressRoute with the hosts of its matches", () => {
  const own = object("traefik.io/v1alpha1", "IngressRoute", "web", {
    spec: {
      routes: [
        { match: 'Host(`shop.example.org`, "www.example.org") && PathPrefix(`/`)' },
        { match: "PathPrefix(`/x`)" },
        {},
      ],
    },
  });
  expect(toTraffic([own], "shop")).toEqual({
    way: own,
    traffic: { router: "traefik", from: { object: "web" } },
    hosts: ["shop.example.org", "www.example.org"],
    source: "traefik",
    gaps: [],
  });
});

test.each([
  ["class", { spec: { ingressClassName: "nginx-internal", rules: [{ host: "shop.example.org" }, {}] } }],
  [
    "old class",
    {
      metadata: { name: "web", annotations: { "kubernetes.io/ingress.class": "nginx" } },
      spec: { rules: [{ host: "shop.example.org" }] },
    },
  ],
])("toTraffic() keeps an Ingress of ingress-nginx by its %s, where no route is there", (_, more) => {
  const own = object("networking.k8s.io/v1", "Ingress", "web", more);
  expect(toTraffic([own], "shop")).toEqual({
    way: own,
    traffic: { router: "nginx", from: { object: "web" } },
    hosts: ["shop.example.org"],
    source: "ingress-nginx",
    gaps: [],
  });
  expect(toTraffic([own, route("public")], "shop").way).toEqual(route("public"));
});

test("toTraffic() asks how requests are split where the route cannot be handed over, or there is none", () => {
  const { traffic, hosts, gaps } = toTraffic([ingress], "shop");
  expect({ traffic, hosts }).toEqual({ traffic: { router: "gateway" }, hosts: ["shop.example.org"] });
  expect(gaps).toMatchObject([
    { key: "sluice:traffic.router", what: expect.stringContaining("Ingress web") },
  ]);
  expect(toTraffic([], "shop")).toMatchObject({
    traffic: { router: "replicas", route: "shop-tracks" },
    gaps: [{ key: "sluice:traffic.route", taken: "shop-tracks" }],
  });
});

test.each([
  ["the only one", ["front"], "front", []],
  ["the one named like the app", ["front", "web"], "web", []],
  ["the one named like the Deployment", ["front", "shop"], "shop", []],
  ["one of several, for a person to choose", ["front", "back"], "front", ["sluice:traffic.from.object"]],
])("toTraffic() splits by the Service where no route is there: %s", (_, names, taken, keys) => {
  const services = names.map((name) => service(name));
  const { traffic, gaps } = toTraffic([], "web", services);
  expect(traffic).toEqual({ router: "replicas", from: { object: taken } });
  expect(gaps.map(({ key }) => key)).toEqual(keys);
});

test.each([
  [["mesh", "infra/edge"], { name: "edge", namespace: "infra" }],
  [["edge"], { name: "edge" }],
  [["mesh"], undefined],
  [undefined, undefined],
])("toTraffic() keeps a VirtualService with its hosts and Gateway: %j", (gateways, gateway) => {
  const hosts = ["shop.example.org", "shop"];
  const own = object("networking.istio.io/v1", "VirtualService", "web", {
    spec: { hosts, ...(gateways === undefined ? {} : { gateways }) },
  });
  expect(toTraffic([own], "shop")).toEqual({
    way: own,
    traffic: { router: "istio", from: { object: "web" }, ...(gateway === undefined ? {} : { gateway }) },
    hosts: ["shop.example.org"],
    source: "istio",
    gaps: [],
  });
});
