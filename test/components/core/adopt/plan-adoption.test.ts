import { explainTakeover } from "../../../../components/core/adopt/explain-takeover";
import { planAdoption } from "../../../../components/core/adopt/plan-adoption";
import type { WrittenElsewhere } from "../../../../components/core/adopt/plan-adoption";
import { findRunning } from "../../../../components/core/adopt/running";
import { toStages } from "../../../../components/core/adopt/to-stages";
import { toManifest } from "../../../../components/core/adopt/to-manifest";
import type { ConvertOptions } from "../../../../components/core/convert/input";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { container, deployment, object, pinned, service } from "../workload/from/set";

const options: ConvertOptions = {
  environment: "prod",
  context: "prod-eu",
  uid: "5e0a",
  prometheus: "service://monitoring/prometheus:9090",
};
const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "public", {
  spec: {
    hostnames: ["shop.example.org"],
    parentRefs: [{ name: "edge", namespace: "infra" }],
    rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
  },
});
const inPlace = (one: JsonObject): JsonObject => ({
  ...one,
  metadata: { ...(one["metadata"] as JsonObject), namespace: "shops", uid: "u", managedFields: [] },
});

const plan = (objects: readonly JsonObject[], more: Partial<ConvertOptions & WrittenElsewhere> = {}) => {
  const running = findRunning(objects.map(inPlace), "shop");
  if (running === undefined) throw new Error("none");
  return planAdoption(running, [], { ...options, ...more });
};
const pod = { containers: [container({ image: pinned })] };

test("planAdoption() makes an environment's file and a set of what runs, with nothing left to fill in", () => {
  const { conversion, traffic } = plan([deployment(pod), service("web"), route]);
  expect(conversion.gaps.filter(({ taken }) => taken === undefined)).toEqual([]);
  expect(conversion.settings).toEqual({
    cluster: { context: "prod-eu", uid: "5e0a" },
    app: { name: "shop", namespace: "shops", from: { manifest: "k8s" }, adopt: "shop" },
    release: { image: pinned },
    traffic: {
      router: "gateway",
      from: { object: "public" },
      gateway: { name: "edge", namespace: "infra" },
      service: "web",
      hosts: ["shop.example.org"],
    },
    analysis: { prometheus: "service://monitoring/prometheus:9090" },
  });
  expect(conversion.files.map(({ path }) => path)).toEqual([
    "k8s/deployment-shop.yaml",
    "k8s/service-web.yaml",
  ]);
  expect(JSON.stringify(conversion.files)).not.toMatch(/managedFields|uid/);
  expect(traffic.way).toMatchObject({ metadata: { name: "public" } });
});

test("planAdoption() names the app by the label that its pods are selected by, unless a person does", () => {
  const label = "app.kubernetes.io/name";
  const labelled = deployment(pod, {}, { app: "shop", [label]: "web" });
  const nameOf = (objects: readonly JsonObject[], more: Partial<ConvertOptions> = {}) =>
    plan(objects, more).conversion.app;
  expect(nameOf([labelled, service("web")])).toBe("shop");
  expect(nameOf([labelled, service("web", { selector: { [label]: "web" } })])).toBe("web");
  expect(
    nameOf([deployment(pod, { selector: { matchLabels: { [label]: "web" } } }, { [label]: "web" })]),
  ).toBe("web");
  expect(nameOf([labelled], { app: "front" })).toBe("front");
});

test("planAdoption() of a service that no route leads to splits connections, without a host", () => {
  const { conversion } = plan([deployment(pod), service("shop")]);
  expect(conversion.settings["traffic"]).toEqual({ router: "replicas", from: { object: "shop" } });
  expect(conversion.settings["stages"]).toEqual([
    { weight: 50, soak: "10m" },
    { weight: 100, soak: "30m" },
  ]);
  expect(conversion.gaps.map(({ key }) => key)).toEqual(["sluice:analysis.source"]);
});

test("planAdoption() asks for a digest where the pods do not tell it, and which of several containers it is", () => {
  const { conversion } = plan([
    deployment({ containers: [container({ name: "a" }), container({ name: "b" })] }),
    service("shop"),
    route,
  ]);
  expect(conversion.settings["app"]).toMatchObject({ container: "a" });
  expect(conversion.gaps.map(({ key }) => key)).toContain("sluice:release.image");
  expect(plan([deployment({ containers: [] })]).conversion.settings["release"]).toEqual({ image: "" });
  expect(plan([deployment({ containers: [container({ name: "shop" })] })]).conversion.app).toBe("shop");
});

test.each([
  ["chart", { chart: { path: "charts/shop" } }],
  ["kustomize", { kustomize: "charts/shop" }],
])("planAdoption() points at a %s that is there already, and writes no manifests", (option, from) => {
  const { conversion } = plan([deployment(pod), service("web"), route], { [option]: "charts/shop" });
  expect(conversion.settings["app"]).toMatchObject({ from, adopt: "shop" });
  expect(conversion.files).toEqual([]);
});

test.each([
  [1, [50, 100]],
  [2, [34, 50, 100]],
  [9, [10, 20, 50, 100]],
  [200, [1, 20, 50, 100]],
])("toStages() of %i pods begins with the least share that one more makes", (pods, weights) => {
  expect(toStages(pods).map(({ weight }) => weight)).toEqual(weights);
});

test("toManifest() leaves out what the API server gave a Service", () => {
  const spec = {
    clusterIP: "10.0.0.7",
    clusterIPs: ["10.0.0.7"],
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    internalTrafficPolicy: "Cluster",
    sessionAffinity: "None",
    healthCheckNodePort: 30001,
    type: "NodePort",
    ports: [{ name: "http", port: 80, nodePort: 30080 }],
  };
  expect(toManifest(service("web", spec))["spec"]).toEqual({
    selector: { app: "shop" },
    type: "NodePort",
    ports: [{ name: "http", port: 80 }],
  });
  const headless = { clusterIP: "None", sessionAffinity: "ClientIP" };
  expect(toManifest(service("web", headless))["spec"]).toMatchObject(headless);
  expect(toManifest(object("v1", "ConfigMap", "a"))).toEqual(object("v1", "ConfigMap", "a"));
});

test("explainTakeover() tells each step in its order", () => {
  const scaler = object("autoscaling/v2", "HorizontalPodAutoscaler", "shop");
  const services = [service("web"), service("metrics")];
  const way = { app: "shop", deployment: "old", router: "gateway", route: "web" };
  expect(explainTakeover({ ...way, services, scalers: [scaler], budgets: [], pods: 3 })).toEqual([
    "Deployment shop-stable starts with 3 pods, as many as serve now, which join Service web, Service metrics (app=shop)",
    "once they are ready, in the endpoints and probed, Service web, Service metrics leads to them alone: one guarded write, no backend of a route changes",
    "Service shop-canary joins the route at weight 0",
    "HorizontalPodAutoscaler shop is turned to shop-stable",
    "after the drain Deployment old goes to 0 pods, and stays",
  ]);
  const bare = { ...way, services: [], scalers: [], budgets: [] };
  expect(explainTakeover({ ...bare, isProxied: false }).at(-1)).toMatch(
    /, and stays; a connection that a client keeps to one of its pods ends with it/,
  );
  for (const [router, kind] of Object.entries({ istio: "VirtualService", traefik: "IngressRoute" }))
    expect(explainTakeover({ ...bare, router })[1]).toBe(`Service shop-canary joins the ${kind} at weight 0`);
  expect(explainTakeover(bare)[0]).toBe("Deployment shop-stable starts with as many pods as serve now");
});
