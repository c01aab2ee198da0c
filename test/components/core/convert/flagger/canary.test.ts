import { convertCanary } from "../../../../../components/core/convert/flagger/canary";
import { parseEnvironment } from "../../../../../stacks/files/parse";
import { canary } from "../support/canaries";
import { demand, fileOf, read, rowOf } from "../support/read";

const convert = (text: string, more = {}) =>
  demand(convertCanary(read(text), { environment: "prod", ...more }));

test("convertCanary() makes the environment's file of a Canary behind a Gateway", () => {
  const { settings } = convert(canary);
  expect(settings).toEqual({
    cluster: { context: "", uid: "" },
    app: { name: "cart", namespace: "prod", from: { manifest: "k8s" } },
    release: { image: "" },
    stages: [
      { weight: 10, soak: "30s" },
      { weight: 20, soak: "30s" },
      { weight: 30, soak: "30s" },
      { weight: 100 },
    ],
    traffic: {
      gateway: { name: "public", namespace: "infra", listener: "https", port: 443 },
      hosts: ["cart.example.org"],
    },
    analysis: {
      prometheus: "service://monitoring/prometheus:9090",
      objectives: { errorRatio: 0.005 },
      metrics: [
        { name: "request-duration", kind: "latency", bounds: ["250ms"] },
        {
          name: "lag-min",
          kind: "gauge",
          query: 'max(lag{topic="orders", job="{{app}}-canary", namespace="{{namespace}}"}[2m])',
          limit: 1,
          direction: "atLeast",
        },
        {
          name: "lag-max",
          kind: "gauge",
          query: 'max(lag{topic="orders", job="{{app}}-canary", namespace="{{namespace}}"}[2m])',
          limit: 900,
        },
      ],
    },
  });
  const image = `registry.example.org/cart@sha256:${"a".repeat(64)}`;
  const filled = convert(canary, { context: "prod-eu", uid: "5e0a", image });
  expect(parseEnvironment(filled.settings, () => "Pulumi.prod.yaml").ok).toBe(true);
});

test("convertCanary() takes the pods that serve, and leaves out what Flagger made", () => {
  const found = convert(canary);
  expect(found.files.map(({ path }) => path)).toEqual(["k8s/deployment-cart.yaml", "k8s/service-cart.yaml"]);
  expect(fileOf(found, "k8s/deployment-cart.yaml")).toMatchObject({ spec: { replicas: 3 } });
  expect(fileOf(found, "k8s/service-cart.yaml")).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "cart", namespace: "prod" },
    spec: {
      selector: { app: "cart", tier: "web" },
      ports: [{ name: "web", port: 80, targetPort: 8080, appProtocol: "http" }],
    },
  });
  for (const object of ["Deployment cart-primary", "Service cart-canary", "ConfigMap cart-primary"]) {
    expect(rowOf(found, object, "").verdict).toBe("unused");
  }
});

test("convertCanary() says what becomes of each metric, webhook and alert", () => {
  const found = convert(canary);
  const metric = (index: number, field = "") =>
    rowOf(found, "Canary cart", `spec.analysis.metrics[${index}]${field}`);
  expect(metric(0, ".thresholdRange").verdict).toBe("exact");
  expect(metric(1, ".thresholdRange").before).toContain("at most 250ms");
  expect(metric(3).now).toBe("MetricTemplate gone is not in the input");
  expect(metric(4).now).toContain("provider datadog");
  expect(metric(5, ".threshold").now).toContain("errorRatio: 0.02");
  expect(metric(6).verdict).toBe("lost");
  for (const field of ["webhooks", "alerts"]) {
    expect(rowOf(found, "Canary cart", `spec.analysis.${field}`).verdict).toBe("lost");
  }
  expect(rowOf(found, "AlertProvider chat", "").verdict).toBe("lost");
  expect(rowOf(found, "MetricTemplate lag", "spec.provider.secretRef").verdict).toBe("lost");
});

const bare = (spec: string) =>
  `{ apiVersion: flagger.app/v1beta1, kind: Canary, metadata: { name: web }, spec: { ${spec} } }`;

test("convertCanary() refuses what has no Deployment, and an input without a Canary", () => {
  const refuse = (text: string) => convertCanary(read(text), { environment: "prod" });
  expect(refuse(bare("targetRef: { kind: DaemonSet, name: web }"))).toEqual({
    problems: [
      {
        text: "spec.targetRef.kind of Canary web must be Deployment: got DaemonSet",
        fix: "only Deployments are released in tracks",
      },
    ],
  });
  expect("problems" in refuse("{ kind: Pod, metadata: { name: a } }")).toBe(true);
});

test("convertCanary() asks for the workload that the input does not have", () => {
  const found = convert(
    bare(
      "service: { port: 9898 }, canaryAnalysis: { stepWeight: 5, maxWeight: 10 }, metricsServer: 'http://u:p@prometheus.monitoring:9090'",
    ),
    { namespace: "prod" },
  );
  expect(found.settings["stages"]).toEqual([
    { weight: 5, soak: "1m" },
    { weight: 10, soak: "1m" },
    { weight: 100 },
  ]);
  const keys = found.gaps.map(({ key }) => key);
  expect(keys).toEqual(
    expect.arrayContaining(["k8s/deployment-web.yaml", "k8s/service-web.yaml", "sluice:analysis.basic"]),
  );
  expect(rowOf(found, "Canary web", "spec.canaryAnalysis.stepWeight").verdict).toBe("approximate");
  expect(convert(bare("service: {}")).gaps.map(({ command }) => command)).toContain(
    "mkdir -p k8s && kubectl get deployment web -o yaml > k8s/deployment-web.yaml",
  );
});

test("convertCanary() keeps the Service and the pods that the input has", () => {
  const text = [
    bare("service: { name: front }"),
    "{ apiVersion: v1, kind: Service, metadata: { name: front }, spec: {} }",
    "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { replicas: 2 } }",
    "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web-primary }, spec: { replicas: 3 } }",
  ].join("\n---\n");
  const found = convert(text);
  expect(fileOf(found, "k8s/service-front.yaml")).toMatchObject({ spec: {} });
  expect(fileOf(found, "k8s/deployment-web.yaml")).toMatchObject({ spec: { replicas: 2 } });
  const idle = convert(text.replace("spec: { replicas: 2 }", "spec: {}"));
  expect(fileOf(idle, "k8s/deployment-web.yaml")).toMatchObject({ spec: { replicas: 3 } });
});
