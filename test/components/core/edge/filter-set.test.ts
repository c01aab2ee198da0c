import { asObjects, at } from "../../../../components/core/json";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { wafSpec } from "../../../support/waf-spec";
import { container, deployment, object, service, take } from "../workload/from/set";

const waf = wafSpec();

/** Container whose probes and hooks name its ports. */
const app = container({
  ports: [
    { name: "http", containerPort: 8080 },
    { name: "http-metrics", containerPort: 9090 },
    { containerPort: 7000 },
  ],
  readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 2 },
  livenessProbe: { tcpSocket: { port: 8080 } },
  startupProbe: { exec: { command: ["true"] } },
  lifecycle: { preStop: { httpGet: { path: "/bye", port: "http" } } },
  resources: { requests: { cpu: "100m" } },
});
const pods = { containers: [app] };

const portsOf = (one: JsonObject | undefined) =>
  asObjects(one?.["ports"]).map(({ name, containerPort }) => [name, containerPort]);

const containersOf = (template: JsonObject, list = "containers") =>
  at(template, "spec", list) as readonly JsonObject[];

test("without a firewall a set stays as it is", () => {
  expect(JSON.stringify(take([deployment(pods), service("shop")]))).not.toContain("waf");
});

test("the firewall takes the names of the users' port and of the metrics'; what asks the app asks its numbers", () => {
  const { revision, services, notes } = take([deployment(pods), service("shop")], { waf });
  const [only] = containersOf(revision.template);
  expect(portsOf(only)).toEqual([
    ["http", 8880],
    [undefined, 8080],
    ["http-metrics", 8881],
    [undefined, 9090],
    [undefined, 7000],
  ]);
  expect(only).toMatchObject({
    readinessProbe: { httpGet: { path: "/ready", port: 8080 }, periodSeconds: 2 },
    livenessProbe: { tcpSocket: { port: 8080 } },
    startupProbe: { exec: { command: ["true"] } },
    lifecycle: { preStop: { httpGet: { path: "/bye", port: 8080 } } },
  });
  expect(containersOf(revision.template, "initContainers")).toMatchObject([
    {
      name: "waf",
      restartPolicy: "Always",
      args: expect.arrayContaining(["-app-metrics", "http://127.0.0.1:9090/metrics"]),
    },
  ]);
  expect(at(revision.template, "spec", "volumes")).toMatchObject([
    { name: "waf-config" },
    { name: "waf-tmp" },
  ]);
  expect(revision.configuration).toMatchObject([
    {
      kind: "ConfigMap",
      name: "shop-waf",
      data: { "nginx.conf": expect.stringContaining("127.0.0.1:8080") },
    },
  ]);
  expect(services.ports).toEqual([{ name: "http", port: 80, targetPort: "http" }]);
  expect(notes).toEqual(
    expect.arrayContaining([
      "port http of the pods leads to the firewall, which asks the app at 8080",
      "the app's metrics (port 9090) and the firewall's are at one port, and no annotation says so: Prometheus has to scrape port http-metrics (8881), or nothing tells what the firewall refuses and the next release is held",
      "no NetworkPolicy of the set is about these pods: others can ask the app at 8080, past the firewall",
    ]),
  );
});

test("Services that name numbers lead to names, by which pods with and without a firewall are each reached right", () => {
  const ports = [
    { name: "web", port: 80, targetPort: 8080 },
    { name: "scrape", port: 9090 },
    { name: "admin", port: 7000 },
  ];
  const documents = [
    deployment(pods),
    service("shop", { ports }),
    service("shop-inside", { ports: [{ port: 8080 }] }),
    service("peers", { ports: [{ name: "web", port: 80, targetPort: "http" }] }),
  ];
  const { services, notes } = take(documents, { waf, port: "web", sharedServices: ["peers"] });
  const targets = (one: JsonObject) =>
    (at(one, "spec", "ports") as readonly JsonObject[]).map(({ targetPort }) => targetPort);
  expect(services.ports.map(({ targetPort }) => targetPort)).toEqual(["http", "http-metrics", 7000]);
  expect(services.kept.map(targets)).toEqual([["http", "http-metrics", 7000], ["http"]]);
  expect(services.twins.map(targets)).toEqual([["http"]]);
  expect(services.open.map(targets)).toEqual([["http"]]);
  expect(notes).toContain("port 7000 of the Service leads past the firewall");
});

test("a NetworkPolicy of the pods lets in the name in place of the app's number; others stay", () => {
  const policy = (name: string, podSelector: JsonObject, more: JsonObject = {}) =>
    object("networking.k8s.io/v1", "NetworkPolicy", name, {
      spec: {
        podSelector,
        ingress: [
          { from: [{ podSelector: {} }], ports: [{ port: 8080 }, { port: 7000 }, { protocol: "UDP" }] },
          {},
        ],
        ...more,
      },
    });
  const egress = { policyTypes: ["Egress"] };
  const documents = [
    deployment(pods),
    service("shop"),
    policy("shop", { matchLabels: { app: "shop" } }),
    policy("all", {}, { policyTypes: ["Ingress", "Egress"] }),
    policy("other", { matchLabels: { app: "other" } }),
    policy("out", {}, egress),
    object("networking.k8s.io/v1", "NetworkPolicy", "any", {
      spec: { ingress: [{ ports: [{ port: 8080 }] }] },
    }),
    object("networking.k8s.io/v1", "NetworkPolicy", "none", { spec: { ingress: [] } }),
  ];
  const { others, notes } = take(documents, { waf });
  const opened = (one: JsonObject) =>
    ((at(one, "spec", "ingress") as readonly JsonObject[])[0]?.["ports"] as JsonObject[] | undefined)?.map(
      ({ port }) => port,
    );
  expect(others.map((one) => [at(one, "metadata", "name"), opened(one)])).toEqual([
    ["shop", ["http", 7000, undefined]],
    ["all", ["http", 7000, undefined]],
    ["other", [8080, 7000, undefined]],
    ["out", [8080, 7000, undefined]],
    ["any", ["http"]],
    ["none", undefined],
  ]);
  expect(notes.join()).not.toContain("no NetworkPolicy");
});

test.each<[string, JsonObject, JsonObject, unknown, readonly unknown[]]>([
  [
    "an annotation, whose port has no name",
    { "prometheus.io/scrape": "true", "prometheus.io/port": "7000", "prometheus.io/path": "/m" },
    { ports: [{ name: "http", containerPort: 8080 }, { containerPort: 7000 }] },
    "http://127.0.0.1:7000/m",
    ["http", undefined, undefined, "waf-metrics"],
  ],
  [
    "an annotation that names the users' port",
    { "prometheus.io/scrape": "true", "prometheus.io/port": "8080" },
    {},
    "http://127.0.0.1:8080/metrics",
    ["http", undefined, "waf-metrics"],
  ],
  [
    "an annotation that says no",
    { "prometheus.io/port": "7000" },
    {},
    undefined,
    ["http", undefined, "waf-metrics"],
  ],
])("metrics by %s", (_name, annotations, more, address, names) => {
  const set = deployment({ containers: [container(more)] });
  (at(set, "spec", "template", "metadata") as Record<string, unknown>)["annotations"] = annotations;
  const { revision, notes } = take([set, service("shop")], { waf });
  const [sidecar] = containersOf(revision.template, "initContainers");
  const args = sidecar?.["args"] as readonly string[];
  expect(args[args.indexOf("-app-metrics") + 1]).toBe(address ?? "-port");
  expect(portsOf(containersOf(revision.template)[0]).map(([name]) => name)).toEqual(names);
  expect(at(revision.template, "metadata", "annotations", "prometheus.io/port")).toBe(
    address === undefined ? "7000" : "8881",
  );
  expect(notes.some((text) => text.includes("no port of the set is known for metrics"))).toBe(
    address === undefined,
  );
  expect(notes.some((text) => text.includes("has to scrape port"))).toBe(
    annotations["prometheus.io/scrape"] !== "true" || address === undefined,
  );
});

test("an autoscaler counts the app's container alone, where it is the only one", () => {
  const metrics = [
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
    { type: "Pods", pods: { metric: { name: "rps" } } },
  ];
  const scaler = (all: unknown) =>
    object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
        maxReplicas: 4,
        ...(all === undefined ? {} : { metrics: all as JsonObject[] }),
      },
    });
  const set = (containers: JsonObject[], all: unknown) => [
    deployment({ containers, initContainers: [{ name: "prepare", image: "x" }] }),
    service("shop"),
    scaler(all),
  ];
  const kinds = (containers: JsonObject[], all: unknown) =>
    take(set(containers, all), { waf, container: "shop" }).autoscaler?.metrics?.map((one) => at(one, "type"));
  expect(kinds([app], metrics)).toEqual(["ContainerResource", "Pods"]);
  expect(
    kinds([app, { ...container(), name: "log", ports: [], resources: { requests: { cpu: "1m" } } }], metrics),
  ).toEqual(["Resource", "Pods"]);
  expect(kinds([app], undefined)).toBeUndefined();
});

test("a port of another container that users come to is the one that it stands before", () => {
  const proxy = { name: "proxy", image: "x", ports: [{ name: "front", containerPort: 9000 }] };
  const set = deployment({ containers: [container(), proxy] });
  const users = service("shop", { ports: [{ name: "http", port: 80, targetPort: 9000 }] });
  const { revision } = take([set, users], { waf, container: "shop" });
  expect(containersOf(revision.template).map(portsOf)).toEqual([
    [["http", 8080]],
    [
      ["front", 8880],
      [undefined, 9000],
      ["waf-metrics", 8881],
    ],
  ]);
});
