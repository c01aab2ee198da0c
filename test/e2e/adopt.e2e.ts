import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let app: App;

const labels = { app: "old-web", tier: "front" };

/** A service that a team made by hand years ago: other names and selectors, an autoscaler away from the declared number. */
const running = (host: string): readonly object[] => [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "main",
              image: image("v1"),
              ports: [{ name: "http", containerPort: 8080 }],
              env: [{ name: "GREETING", valueFrom: { configMapKeyRef: { name: "web", key: "greeting" } } }],
              readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 1 },
              resources: { requests: { cpu: "10m", memory: "32Mi" } },
            },
          ],
        },
      },
    },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" }, data: { greeting: "hello" } },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shopfront" },
    spec: { selector: { app: "old-web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 4,
    },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "public" },
    spec: {
      parentRefs: [{ name: "sluice", namespace: "gateway" }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name: "shopfront", port: 80 }] }],
    },
  },
];

/** What a takeover would change, without what controllers report. */
const readSpecs = async (): Promise<string> => {
  const kinds = ["deployment", "service", "hpa", "httproute", "poddisruptionbudget", "configmap"];
  const { items } = JSON.parse(await app.kubectl("get", kinds.join(","), "-o", "json")) as {
    readonly items: readonly { readonly kind: string; readonly metadata: object; readonly spec?: object }[];
  };
  return JSON.stringify(
    items.map(({ kind, metadata, spec }) => [kind, (metadata as { readonly name: string }).name, spec]),
  );
};

beforeAll(async () => {
  app = await createApp("adopt");
  const file = path.join(app.folder, "running.json");
  await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: running(app.host) }));
  await app.kubectl("apply", "-f", file);
  await app.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  await app.until(
    "the autoscaler's two pods",
    async () =>
      (await app.kubectl("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")) === "2",
  );
});

afterAll(async () => {
  await app.remove();
});

test("a running service becomes an environment's files, and nothing of it changes", async () => {
  const before = await readSpecs();
  const { stdout, text } = done(
    await app.sluice(
      "adopt",
      "adopt",
      "deployment/web",
      `--cwd=${app.folder}`,
      `--namespace=${app.namespace}`,
      `--context=${app.sandbox.context}`,
      "--app=shop",
      "--prometheus=service://monitoring/prometheus:9090",
      "--force",
      "--json",
    ),
  );
  const report = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as {
    readonly written: readonly string[];
    readonly gaps: readonly { readonly taken?: string }[];
  };
  expect(report.written.toSorted()).toEqual([
    "Pulumi.adopt.yaml",
    "k8s/configmap-web.yaml",
    "k8s/deployment-web.yaml",
    "k8s/horizontalpodautoscaler-web.yaml",
    "k8s/service-shopfront.yaml",
  ]);
  expect(report.gaps.filter(({ taken }) => taken === undefined)).toEqual([]);
  expect(text).toContain("takeover, step 1: Deployment shop-stable starts with 2 pods, as many as serve now");
  expect(text).toContain("HTTPRoute t-adopt/public was applied by kubectl: take it out of what is applied");
  const file = await readFile(path.join(app.folder, "Pulumi.adopt.yaml"), "utf8");
  expect(file).toContain(image("v1"));
  expect(file).toContain("adopt: web");
  expect(file).toContain(app.host);
  expect(await readSpecs()).toBe(before);
});

test("its preview shows the takeover, and an up touches nothing", async () => {
  const before = await readSpecs();
  const preview = done(await app.pulumi("preview", "-s", "adopt"));
  expect(preview.text).toContain(
    "once they are ready, in the endpoints and probed, Service shopfront leads to them alone",
  );
  expect(preview.text).toContain("Deployment shop-stable");
  const up = await app.up();
  expect(up.sluiceCode).toBe(2);
  expect(up.text).toContain("Deployment web, Service shopfront must not be taken over by this version");
  expect(up.text).not.toMatch(/delete/i);
  expect(await readSpecs()).toBe(before);
});

test("a route that Helm owns is refused before anything is touched, with the step by which Helm lets go", async () => {
  await app.kubectl("annotate", "httproute", "public", "meta.helm.sh/release-name=shop");
  const before = await readSpecs();
  const preview = await app.pulumi("preview", "-s", "adopt");
  expect(preview.sluiceCode).toBe(3);
  expect(preview.text).toMatch(
    /HTTPRoute t-adopt\/public must be let go by its owner first: got Helm release shop; nothing was touched[^]*helm\.sh\/resource-policy: keep/,
  );
  expect(await readSpecs()).toBe(before);
});
