import { convertRollout } from "../../../../../components/core/convert/argo/rollout";
import { parseEnvironment } from "../../../../../stacks/files/parse";
import { demand, fileOf, read, rowOf } from "../support/read";
import { nginxRollout } from "../support/rollouts";

const options = { environment: "prod" };
const convert = (text: string, more = {}) => demand(convertRollout(read(text), { ...options, ...more }));

test("convertRollout() makes the environment's file of a Rollout behind ingress-nginx", () => {
  const { settings } = convert(nginxRollout);
  expect(settings).toEqual({
    cluster: { context: "", uid: "" },
    app: { name: "shop", namespace: "prod", from: { manifest: "k8s" } },
    release: { image: "" },
    stages: [{ weight: 5, soak: "6m" }, { weight: 20 }, { weight: 60, approval: true }, { weight: 100 }],
    traffic: {
      router: "nginx",
      ingress: {
        class: "public",
        annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "8m" },
        tlsSecret: "shop-tls",
      },
      hosts: ["shop.example.org"],
    },
    analysis: {
      prometheus: "service://monitoring/prometheus:9090",
      objectives: { errorRatio: 0.02 },
      metrics: [{ name: "queue", kind: "gauge", query: 'queue_length{team="checkout"}', limit: 100 }],
      source: "ingress-nginx",
    },
  });
});

test("convertRollout() writes what the schema takes, but for what it names as missing", () => {
  const { settings, gaps } = convert(nginxRollout);
  const missing = gaps.filter(({ taken }) => taken === undefined).map(({ key }) => key);
  expect(missing).toEqual(["sluice:cluster.context", "sluice:cluster.uid", "sluice:release.image"]);
  const parsed = parseEnvironment(settings, () => "Pulumi.prod.yaml");
  expect("broken" in parsed && parsed.broken.map(({ path }) => path)).toEqual(missing);
  const filled = convert(nginxRollout, {
    context: "prod-eu",
    uid: "5e0a",
    image: `registry.example.org/shop@sha256:${"a".repeat(64)}`,
  });
  expect(parseEnvironment(filled.settings, () => "Pulumi.prod.yaml").ok).toBe(true);
  expect(filled.gaps.map(({ key, taken }) => [key, taken])).toEqual([["sluice:analysis.basic", "none"]]);
});

test("convertRollout() makes a Deployment of the pods, and points the autoscaler at it", () => {
  const conversion = convert(nginxRollout);
  expect(fileOf(conversion, "k8s/deployment-shop.yaml")).toMatchObject({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop", labels: { app: "shop", team: "checkout" } },
    spec: { replicas: 4, minReadySeconds: 5, strategy: { rollingUpdate: { maxSurge: "25%" } } },
  });
  expect(fileOf(conversion, "k8s/horizontalpodautoscaler-shop.yaml")).toMatchObject({
    spec: { minReplicas: 4, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" } },
  });
  expect(fileOf(conversion, "k8s/service-shop-live.yaml")).toMatchObject({
    spec: { selector: { app: "shop" } },
  });
  expect(conversion.files.map(({ path }) => path)).toHaveLength(3);
});

test("convertRollout() says what becomes of each step", () => {
  const conversion = convert(nginxRollout);
  const at = (index: number, field: string) =>
    rowOf(conversion, "Rollout shop", `spec.strategy.canary.steps[${index}].${field}`);
  expect(at(0, "pause")).toMatchObject({ verdict: "approximate" });
  expect(at(1, "setWeight")).toMatchObject({
    verdict: "approximate",
    now: expect.stringContaining("no stage of 0 %") as string,
  });
  expect(at(2, "setWeight")).toMatchObject({ verdict: "exact", now: "sluice:stages[0].weight: 5" });
  expect(at(3, "pause")).toMatchObject({ verdict: "exact", before: "waits 300s" });
  expect(at(5, "setWeight")).toMatchObject({
    verdict: "approximate",
    now: expect.stringContaining("nothing was waited for") as string,
  });
  expect(at(7, "pause")).toMatchObject({
    verdict: "exact",
    before: "waits for a person",
    now: expect.stringContaining("approval of the next stage") as string,
  });
  expect(at(8, "setHeaderRoute")).toMatchObject({ verdict: "lost", fields: 3 });
  expect(at(9, "setWeight")).toMatchObject({
    verdict: "lost",
    now: expect.stringContaining("weights only increase") as string,
  });
  expect(at(12, "analysis.templates")).toMatchObject({ verdict: "approximate" });
});

test("convertRollout() says what becomes of templates, Services, marks of owners and Secrets", () => {
  const conversion = convert(nginxRollout);
  const { rows } = conversion;
  expect(rowOf(conversion, "AnalysisTemplate success", "spec.metrics[0].successCondition").now).toBe(
    "sluice:analysis.objectives.errorRatio: 0.02, judged on the requests that the source counts per track; no data never passes here: the stage is held, or aborted after sluice:analysis.noDataTimeout; the limit itself is accepted here",
  );
  expect(rowOf(conversion, "AnalysisTemplate success", "spec.metrics[2]")).toMatchObject({ verdict: "lost" });
  expect(rowOf(conversion, "Rollout shop", "spec.strategy.canary.analysis.templates[1]").now).toBe(
    "AnalysisTemplate absent is not in the input",
  );
  expect(rowOf(conversion, "Service shop-preview", "")).toMatchObject({ verdict: "lost" });
  expect(rowOf(conversion, "Rollout shop", 'metadata.labels["app.kubernetes.io/managed-by"]')).toMatchObject({
    verdict: "lost",
  });
  expect(rowOf(conversion, "Secret shop-db", "")).toMatchObject({ verdict: "approximate", fields: 5 });
  expect(rowOf(conversion, "Ingress shop", "spec.rules[0].http.paths[0].path")).toMatchObject({
    verdict: "approximate",
  });
  expect(JSON.stringify(rows)).not.toContain("very-secret");
  expect(JSON.stringify(conversion)).not.toContain("user:word");
});

const service = (name: string): string =>
  `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { selector: { app: shop }, ports: [{ port: 80 }] } }`;
const rollout = (strategy: string): string =>
  `{ apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: { name: shop }, spec: { selector: { matchLabels: { app: shop } }, strategy: { ${strategy} }, template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: shop, image: shop }] } } } }`;
const withServices = (strategy: string, ...names: readonly string[]) =>
  convert([rollout(strategy), ...names.map(service)].join("\n---\n"));

test.each([
  ["canary: { stableService: live, canaryService: next }", ["live", "next", "root"], "live"],
  ["canary: { pingPong: { pingService: live, pongService: next } }", ["live", "next", "root"], "live"],
  ["blueGreen: { activeService: live, previewService: next }", ["live", "next", "root"], "live"],
  ["canary: { stableService: live, canaryService: next }", ["live", "next"], undefined],
  ["canary: { stableService: live, canaryService: next }", ["live", "next", "shop"], undefined],
  ["canary: { stableService: shop-stable, canaryService: next }", ["shop-stable", "next", "root"], undefined],
] as const)(
  "convertRollout() names the users' Service of several by the Rollout's own: %s, %j → %s",
  (strategy, names, want) => {
    const { settings, files } = withServices(strategy, ...names);
    expect((settings["app"] as { from: { service?: string } }).from.service).toBe(want);
    expect(files.map(({ path }) => path)).not.toContain("k8s/service-next.yaml");
  },
);

test.each([
  {
    name: "between two weights: the next stage has an approval",
    steps: "{ setWeight: 5 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: 1m } }",
    stages: [{ weight: 5 }, { weight: 50, soak: "1m", approval: true }, { weight: 100 }],
    verdicts: { 1: "exact", 3: "exact" },
  },
  {
    name: "before the first weight: the first stage has one",
    steps: "{ pause: {} }, { pause: { duration: 1m } }, { setWeight: 5 }, { pause: { duration: 1m } }",
    stages: [{ weight: 5, soak: "1m", approval: true }, { weight: 100 }],
    verdicts: { 0: "exact", 1: "approximate" },
  },
  {
    name: "after the last weight below 100 %: the stage that is added has one",
    steps: "{ setWeight: 5 }, { pause: {} }",
    stages: [{ weight: 5 }, { weight: 100, approval: true }],
    verdicts: { 1: "exact" },
  },
  {
    name: "nowhere, where the time is 0: such a weight is no stage",
    steps: "{ setWeight: 5 }, { pause: { duration: 0 } }, { setWeight: 10 }, { pause: { duration: 1m } }",
    stages: [{ weight: 10, soak: "1m" }, { weight: 100 }],
    verdicts: { 1: "exact" },
  },
  {
    name: "at 100 %: nothing is left that could ask",
    steps: "{ setWeight: 5 }, { pause: { duration: 1m } }, { setWeight: 100 }, { pause: {} }",
    stages: [{ weight: 5, soak: "1m" }, { weight: 100 }],
    verdicts: { 3: "approximate" },
  },
  {
    name: "after a weight that is no stage: the one after it has one",
    steps: "{ setWeight: 0 }, { pause: {} }, { setWeight: 50 }, { pause: {} }",
    stages: [{ weight: 20, approval: true }, { weight: 50 }, { weight: 100, approval: true }],
    verdicts: { 1: "exact", 3: "exact" },
  },
])("convertRollout() makes an approval of a wait for a person $name", ({ steps, stages, verdicts }) => {
  const conversion = convert(rollout(`canary: { steps: [${steps}] }`));
  expect(conversion.settings["stages"]).toEqual(stages);
  for (const [index, verdict] of Object.entries(verdicts)) {
    const row = conversion.rows.find(({ path }) =>
      path.startsWith(`spec.strategy.canary.steps[${index}].pause`),
    );
    expect(row?.verdict).toBe(verdict);
  }
});
