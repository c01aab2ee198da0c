import { hashConfiguration } from "../../components/core/revision/hash-configuration";
import { toTrackTemplate } from "../../components/core/revision/track-template";
import type { RenderedApp } from "../../components/core/workload/from/rendered-app";
import { declareBase } from "../../infra/base";
import { withRevision } from "../../stacks/load";
import { withRendered } from "../../stacks/settings/rendered";
import { toSettings } from "../../stacks/settings/settings";
import { toMigration, toWorkload } from "../../stacks/settings/workload";
import { container, deployment, object, service, take } from "../components/core/workload/from/set";
import { configWith } from "../support/environment";
import { findRegistered as find, listRegistered as list, runWithMocks } from "../support/pulumi-mocks";
import type { Registered } from "../support/pulumi-mocks";

const templateOf = ({ revision }: RenderedApp, track: "stable" | "canary") =>
  toTrackTemplate({ app: "shop", track, revision: hashConfiguration(revision, "") });

/** Resources that the base stack of a rendered app registers; stable runs `before`. */
async function base(
  rendered: RenderedApp,
  before = rendered,
  keys: Record<string, string> = {},
  decision = "start",
): Promise<readonly Registered[]> {
  const config = configWith({ app: "{ name: shop, namespace: prod, from: { manifest: k8s } }", ...keys });
  const settings = withRendered(toSettings(config, { kind: "base", environment: "prod" }), rendered);
  const plan = {
    kind: "base",
    settings: withRevision(settings, rendered.revision),
    workload: toWorkload(config),
    revision: rendered.revision,
    rendered,
    migration: toMigration(config, rendered.hooks.length > 0),
  } as const;
  const outputs = ({ type }: { type: string }): Record<string, unknown> => {
    if (type.endsWith("RandomPassword")) return { result: "tok" };
    if (!type.endsWith(":Release")) return {};
    const templates = {
      stableTemplate: templateOf(before, "stable"),
      canaryTemplate: templateOf(rendered, "canary"),
    };
    return {
      decision,
      stableImage: before.image,
      canaryImage: rendered.image,
      stableReplicas: 3,
      migrate: true,
      migrationKey: "k",
      attempt: 1,
      sentence: "",
      ...templates,
    };
  };
  return (await runWithMocks("prod", () => declareBase(plan), outputs)).registered;
}

const ports = [
  { name: "web", port: 80, targetPort: "http" },
  { name: "metrics", port: 9090, targetPort: 8080 },
];
const set = [
  deployment({ serviceAccountName: "web" }, { minReadySeconds: 4 }),
  service("shop", { ports }, { labels: { team: "a" } }),
  service(
    "shop-metrics",
    { ports: [{ name: "metrics", port: 9090, targetPort: 8080 }] },
    { labels: { monitor: "yes" } },
  ),
  object("v1", "ServiceAccount", "web"),
  object("v1", "Secret", "pull", { data: { key: "bWFya2Vy" } }),
  object("networking.k8s.io/v1", "Ingress", "other"),
];

test("declareBase() declares the tracks of a rendered app, its Services, and the rest of its set", async () => {
  const registered = await base(take(set));
  expect(
    list(registered).filter((one) => one.startsWith("kubernetes:") || one.includes("RenderedSet")),
  ).toEqual([
    "kubernetes:apps/v1:Deployment shop-canary",
    "kubernetes:apps/v1:Deployment shop-stable",
    "kubernetes:core/v1:Secret shop-secret-pull",
    "kubernetes:core/v1:Service shop-canary",
    "kubernetes:core/v1:Service shop-canary-probe",
    "kubernetes:core/v1:Service shop-service-shop",
    "kubernetes:core/v1:Service shop-service-shop-metrics",
    "kubernetes:core/v1:Service shop-service-shop-metrics-canary",
    "kubernetes:core/v1:Service shop-stable",
    "kubernetes:core/v1:Service shop-stable-probe",
    "kubernetes:core/v1:ServiceAccount shop-serviceaccount-web",
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute shop",
    "kubernetes:networking.k8s.io/v1:Ingress shop-ingress-other",
    "kubernetes:policy/v1:PodDisruptionBudget shop-canary",
    "kubernetes:policy/v1:PodDisruptionBudget shop-stable",
    "sluice:index:RenderedSet shop",
  ]);
});

test("declareBase() leads every Service to its track, with the route's port first", async () => {
  const registered = await base(take(set));
  expect(find(registered, "Service", "shop-canary").inputs).toMatchObject({
    metadata: { labels: { team: "a", "sluice.dev/track": "canary" } },
    spec: {
      ports: [
        { name: "web", port: 8080, targetPort: "http" },
        { name: "metrics", port: 9090, targetPort: "http" },
      ],
    },
  });
  const { inputs } = find(registered, "Service", "shop-service-shop");
  expect(inputs).toMatchObject({
    metadata: { name: "shop", namespace: "prod" },
    spec: {
      selector: { "sluice.dev/track": "stable" },
      ports: [
        { port: 80, targetPort: "http" },
        { port: 9090, targetPort: "http" },
      ],
    },
  });
  expect(find(registered, "Deployment", "shop-stable").inputs).toMatchObject({
    spec: { minReadySeconds: 4, strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } } },
  });
});

test("declareBase() declares what pods need before them, and nothing before the release", async () => {
  const registered = await base(take(set));
  expect(find(registered, "Deployment", "shop-stable").dependsOn).toEqual(
    expect.arrayContaining(["kubernetes:core/v1:ServiceAccount shop-serviceaccount-web"]),
  );
  for (const one of ["ServiceAccount shop-serviceaccount-web", "Ingress shop-ingress-other"]) {
    const [type = "", name = ""] = one.split(" ");
    expect(find(registered, type, name).dependsOn).toEqual(["pulumi-nodejs:dynamic/sluice:Release shop"]);
  }
});

test("declareBase() hands values of Secrets over as secrets", async () => {
  const registered = await base(take(set));
  const { inputs } = find(registered, "Secret", "shop-secret-pull");
  expect(JSON.stringify(inputs["data"])).toContain("1b47061264138c4ac30d75fd1eb44270");
});

test("declareBase() hands a revision with Secrets over as a secret, and one without as it is", async () => {
  const volumes = [{ name: "pull", secret: { secretName: "pull" } }];
  const [, ...rest] = set;
  const secret = find(await base(take([deployment({ volumes }), ...rest])), "Release", "shop").inputs[
    "revision"
  ];
  expect(JSON.stringify(secret)).toContain("1b47061264138c4ac30d75fd1eb44270");
  expect(find(await base(take(set)), "Release", "shop").inputs["revision"]).toHaveProperty("template");
});

test("declareBase() leads Services to the pods of both revisions, or refuses what one of them does not have", async () => {
  const next = (name: string | undefined, containerPort: number) => {
    const named = name === undefined ? {} : { name };
    const to = name ?? containerPort;
    return take([
      deployment({ containers: [container({ ports: [{ ...named, containerPort }] })] }),
      service("shop", { ports: [{ port: 80, targetPort: to }] }),
    ]);
  };
  const moved = await base(next("http", 9000), next("http", 8080));
  expect(find(moved, "Service", "shop-stable").inputs).toMatchObject({
    spec: { ports: [{ targetPort: "http" }] },
  });
  const renamed = await base(next("web", 8080), next("http", 8080));
  expect(find(renamed, "Service", "shop-service-shop").inputs).toMatchObject({
    spec: { ports: [{ targetPort: 8080 }] },
  });
  const kept = await base({ ...next("web", 8080), liveTargets: { shop: { 80: 8080 } } });
  expect(find(kept, "Service", "shop-service-shop").inputs).toMatchObject({
    spec: { ports: [{ targetPort: 8080 }] },
  });
});

test("declareBase() runs a migration in the container of the revision", async () => {
  const registered = await base(take(set), undefined, { migration: "{ command: [migrate] }" });
  expect(find(registered, "Job", "shop-migration").inputs).toMatchObject({
    spec: {
      template: { spec: { serviceAccountName: "web", containers: [{ name: "shop", command: ["migrate"] }] } },
    },
  });
});

const job = (name: string, hook: string, weight: string) => ({
  ...object("batch/v1", "Job", name),
  metadata: { name, annotations: { "helm.sh/hook": hook, "helm.sh/hook-weight": weight } },
  spec: { template: { spec: { containers: [{ name: "db", image: "shop:1" }] } } },
});

const withHooks = take([
  ...set,
  job("seed", "pre-install", "1"),
  job("schema", "pre-install,pre-upgrade", "2"),
  job("backfill", "pre-upgrade", "3"),
]);

test("declareBase() runs hooks one after the other, after the objects that they need and before the tracks", async () => {
  const registered = await base(withHooks);
  const runs = registered.filter(({ type }) => type.endsWith(":Migration")).map(({ name }) => name);
  expect(runs).toEqual(["shop-migration-schema", "shop-migration-backfill"]);
  expect(find(registered, "Job", "shop-migration-backfill")).toMatchObject({
    dependsOn: expect.arrayContaining([
      "kubernetes:core/v1:ServiceAccount shop-serviceaccount-web",
      "pulumi-nodejs:dynamic/sluice:Migration shop-migration-schema",
    ]) as string[],
    inputs: { spec: { suspend: true, template: { spec: { containers: [{ name: "db" }] } } } },
  });
  expect(find(registered, "Deployment", "shop-canary").dependsOn).toContain(
    "pulumi-nodejs:dynamic/sluice:Migration shop-migration-backfill",
  );
});

test("declareBase() runs hooks of an installation at the first deploy only", async () => {
  const registered = await base(withHooks, undefined, { migration: "{ lockTimeout: 5s }" }, "first");
  const runs = registered.filter(({ type }) => type.endsWith(":Migration"));
  expect(runs.map(({ name }) => name)).toEqual(["shop-migration-seed", "shop-migration-schema"]);
  expect(JSON.stringify(runs[0]?.inputs["order"])).toContain('{"name":"SLUICE_LOCK_TIMEOUT","value":"5s"}');
});
