import type { RenderedApp } from "../../../../components/core/workload/from/rendered-app";
import { toTrackPorts, toTrackShape } from "../../../../components/core/workload/track-shape";
import { configWith } from "../../../support/environment";
import { toWorkload } from "../../../../stacks/settings/workload";
import { deployment, object, service, take } from "./from/set";

const settings = { port: 8080 };
const shortForm = (app: string) => toTrackShape({ settings, workload: toWorkload(configWith({ app })) });
const shapeOf = (rendered: RenderedApp) =>
  toTrackShape({ settings, workload: toWorkload(configWith()), rendered });

test("the short form's track lets in its ports, and its autoscaler looks at the CPU", () => {
  const shape = shortForm(
    "{ name: shop, replicas: 3, autoscale: { maxReplicas: 9 }, allowFrom: [edge], allowPorts: [15008] }",
  );
  expect(shape).toMatchObject({
    ports: [{ name: "http", port: 8080, targetPort: "http" }],
    network: {
      from: ["edge"],
      further: [{ port: 15_008, protocol: "TCP" }],
    },
    autoscaler: {
      minReplicas: 3,
      maxReplicas: 9,
      metrics: [{ resource: { name: "cpu", target: { averageUtilization: 70 } } }],
    },
    deployment: { progressDeadlineSeconds: 300 },
  });
  expect(shortForm("{ name: shop }")).not.toHaveProperty("autoscaler");
});

test("a rendered track has its set's fields, and no network policy of Sluice", () => {
  const scale = { scaleTargetRef: { kind: "Deployment", name: "shop" }, maxReplicas: 4 };
  const budget = { minAvailable: 1, selector: { matchLabels: { app: "shop" } } };
  const app = take([
    deployment({}, { minReadySeconds: 3 }),
    service("shop", {}, { labels: { team: "a" } }),
    object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", { spec: scale }),
    object("policy/v1", "PodDisruptionBudget", "shop", { spec: budget }),
  ]);
  const shape = shapeOf(app);
  expect(shape).toEqual({
    ports: [{ name: "http", port: 8080, targetPort: "http" }],
    canaryLabels: { team: "a" },
    deployment: app.deployment,
    budget: { minAvailable: 1 },
    autoscaler: { minReplicas: 1, maxReplicas: 4 },
  });
});

test("a track that another owner scales gets no autoscaler, and one without a budget the usual one", () => {
  const scaled = object("keda.sh/v1alpha1", "ScaledObject", "shop", {
    spec: { scaleTargetRef: { name: "shop" } },
  });
  const shape = shapeOf(take([deployment(), scaled]));
  expect(shape).not.toHaveProperty("autoscaler");
  expect(shape.budget).toEqual({ maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" });
});

test("a track that took the place of a running service has no autoscaler beside the one that scales it already", () => {
  const workload = toWorkload(configWith({ app: "{ name: shop, autoscale: { maxReplicas: 9 } }" }));
  const takeover = { deployment: "shop", services: [], budgets: [], scalers: [], pods: 2 };
  const shape = (scalers: readonly string[]) =>
    toTrackShape({ settings: { ...settings, takeover: { ...takeover, scalers } }, workload });
  expect(shape(["shop"])).not.toHaveProperty("autoscaler");
  expect(shape([])).toHaveProperty("autoscaler");
});

test.each([
  {
    name: "the users' port gets the route's number",
    ports: [{ name: "web", port: 80, targetPort: 1 }],
    want: [{ name: "web", port: 8080, targetPort: 1 }],
  },
  {
    name: "a port without name is called http",
    ports: [{ port: 80, targetPort: 1 }],
    want: [{ name: "http", port: 8080, targetPort: 1 }],
  },
  {
    name: "others keep theirs",
    ports: [
      { name: "a", port: 90, targetPort: 2 },
      { name: "web", port: 80, targetPort: 1 },
    ],
    want: [
      { name: "web", port: 8080, targetPort: 1 },
      { name: "a", port: 90, targetPort: 2 },
    ],
  },
  {
    name: "one with the route's number gets a free one",
    ports: [
      { name: "web", port: 80, targetPort: 1 },
      { name: "a", port: 8080, targetPort: 2 },
      { name: "b", port: 8081, targetPort: 3 },
    ],
    want: [
      { name: "web", port: 8080, targetPort: 1 },
      { name: "a", port: 8082, targetPort: 2 },
      { name: "b", port: 8081, targetPort: 3 },
    ],
  },
])("toTrackPorts(): $name", ({ ports, want }) => {
  expect(toTrackPorts({ ports, userPort: 80 }, 8080)).toEqual(want);
});

test("toTrackPorts() names every port, as a Service with several must, whatever the containers say", () => {
  const ports = [
    { port: 4442, targetPort: 4442 },
    { port: 53, targetPort: 53, protocol: "UDP" },
    { port: 53, targetPort: 53 },
    { name: "http", port: 81, targetPort: 81 },
  ];
  expect(toTrackPorts({ ports, userPort: 4442 }, 8080).map(({ name }) => name)).toEqual([
    "users",
    "udp-53",
    "tcp-53",
    "http",
  ]);
});

test("toTrackPorts() gives a Service the port that it must have where nothing listens", () => {
  expect(toTrackPorts({ ports: [] }, 8080)).toEqual([{ name: "http", port: 8080, targetPort: 8080 }]);
});

test.each([
  ["80, which the set has for it", 80, [8080, 80]],
  ["the route's number", 8080, [8080]],
])("a route of another owner goes on naming %s", (_, port, numbers) => {
  const rendered = take([
    deployment(),
    service("shop", { ports: [{ name: "web", port, targetPort: "http" }] }),
  ]);
  const traffic = { isShared: true };
  const workload = toWorkload(configWith());
  const { ports } = toTrackShape({ settings: { ...settings, traffic }, workload, rendered });
  expect(ports.map((one) => one.port)).toEqual(numbers);
  expect(ports.map(({ targetPort }) => targetPort)).toEqual(numbers.map(() => "http"));
  expect(new Set(ports.map(({ name }) => name)).size).toBe(numbers.length);
  expect(shapeOf(rendered).ports).toHaveLength(1);
});

test("a set that no request comes to has no port that a route could name", () => {
  const traffic = { isShared: true };
  const settled = { settings: { ...settings, traffic }, workload: toWorkload(configWith()) };
  expect(toTrackShape({ ...settled, rendered: take([deployment()]) }).ports).toHaveLength(1);
});
