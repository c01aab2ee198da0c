import type { JsonObject } from "../../../components/core/revision/revision";
import { toShortRevision } from "../../../components/core/workload/short-form";
import { rehearseSet } from "../../../infra/rehearse/rehearse-set";
import { withRevision } from "../../../stacks/load";
import { withRendered } from "../../../stacks/settings/rendered";
import { toSettings } from "../../../stacks/settings/settings";
import { toMigration, toWorkload } from "../../../stacks/settings/workload";
import { container, deployment, object, service, take } from "../../components/core/workload/from/set";
import { configWith } from "../../support/environment";
import { Refusal } from "../../support/fake-cluster/answer";
import { startFakeCluster } from "../../support/fake-cluster/server";
import type { FakeCluster, FakeRequest } from "../../support/fake-cluster/server";
import { attemptOf, ledgerOf } from "../../support/gate";

let fake: FakeCluster;

beforeEach(async () => {
  fake = await startFakeCluster("prod");
  process.env["KUBECONFIG"] = fake.kubeconfig;
});

afterEach(async () => {
  delete process.env["KUBECONFIG"];
  await fake.stop();
});

const base = { kind: "base", environment: "prod" } as const;

/** Rehearses a rendered set, or the short form where there is none. */
async function rehearse(
  set?: readonly JsonObject[],
  keys: Record<string, string> = {},
): Promise<readonly string[]> {
  const app = set === undefined ? {} : { app: "{ name: shop, namespace: prod, from: { manifest: k8s } }" };
  const cluster = `{ context: fake, uid: ${fake.uid} }`;
  const config = configWith({ app: "{ name: shop, namespace: prod }", ...app, cluster, ...keys });
  const rendered = set && take(set);
  const own = toSettings(config, base);
  const workload = toWorkload(config);
  const revision = rendered?.revision ?? toShortRevision("shop", config.release.image, workload);
  const settings = withRevision(rendered === undefined ? own : withRendered(own, rendered), revision);
  const migration = toMigration(config, (rendered?.hooks.length ?? 0) > 0);
  return await rehearseSet("/project", {
    kind: "base",
    settings,
    workload,
    revision,
    migration,
    ...(rendered && { rendered }),
  });
}

const hook = object("batch/v1", "Job", "schema", {
  metadata: { name: "schema", annotations: { "helm.sh/hook": "pre-upgrade" } },
  spec: { template: { spec: { restartPolicy: "Never", containers: [container({ image: "shop:1" })] } } },
});

const set = [
  deployment({
    containers: [
      container({ envFrom: [{ configMapRef: { name: "site" } }, { secretRef: { name: "key" } }] }),
    ],
  }),
  service("shop"),
  service("shop-metrics", { ports: [{ name: "metrics", port: 9090, targetPort: 8080 }] }),
  object("v1", "ConfigMap", "site", { data: { a: "b" } }),
  object("v1", "Secret", "key", { stringData: { a: "s3cret" } }),
  object("v1", "ConfigMap", "other", { data: { a: "b" } }),
  object("v1", "Service", "far", { spec: { type: "ExternalName", externalName: "a.example.org" } }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", "shop", {
    spec: { maxReplicas: 4, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" } },
  }),
  hook,
];

const tried = () =>
  fake.requests
    .filter(({ method, query }) => method !== "GET" && query.get("dryRun") === "All")
    .map(({ path }) => path.replace(/^.*\/namespaces\/prod\//, "").replace(/-[0-9a-f]{10}$/, "-HASH"));

const isTrial =
  (name: string) =>
  ({ method, path }: FakeRequest): boolean =>
    method === "PATCH" && path.endsWith(name);

const invalid = (field: string, message: string): Refusal =>
  new Refusal(422, "Invalid", `is invalid: ${field}: ${message}`, { causes: [{ field, message }] });

/** Everything that was refused, in one error. */
const refused = async (): Promise<string> =>
  await rehearse(set).then(
    () => "nothing",
    ({ message }: Error) => message,
  );

test("everything that base will write is tried, and nothing stored", async () => {
  expect(await rehearse(set)).toEqual([]);
  expect(tried().toSorted()).toEqual([
    "configmaps/other",
    "configmaps/site-HASH",
    "deployments/shop-canary",
    "deployments/shop-stable",
    "horizontalpodautoscalers/shop-stable",
    expect.stringMatching(/^jobs\/shop-migrate-tried-/),
    "poddisruptionbudgets/shop-stable",
    "secrets/key-HASH",
    "services/far",
    "services/shop",
    "services/shop-canary",
    "services/shop-metrics",
    "services/shop-metrics-canary",
  ]);
  expect(fake.writes()).toHaveLength(tried().length);
  expect(fake.get("/api/v1/namespaces/prod/services/shop")).toBeUndefined();
});

test("the short form and the command of its migration are tried, too", async () => {
  const migration = "{ command: [/shop, migrate] }";
  expect(await rehearse(undefined, { migration })).toEqual([]);
  expect(tried().toSorted()).toEqual([
    "deployments/shop-canary",
    "deployments/shop-stable",
    "jobs/shop-migrate-tried",
    "poddisruptionbudgets/shop-stable",
    "services/shop-canary",
  ]);
});

test("all refusals are told at once, by the names of the set, each once", async () => {
  const broken = invalid(
    "spec.progressDeadlineSeconds",
    "Invalid value: 5: must be greater than minReadySeconds",
  );
  const isStable = isTrial("/shop-stable");
  fake.fault((one) => isStable(one) && !one.path.includes("budgets"), { refusal: broken }, 2);
  fake.fault(isTrial("/shop-canary"), { refusal: broken }, 1);
  const key = invalid("data[a b]", 'Invalid value: "a b": a valid config key must consist of letters');
  fake.fault(({ path }) => path.includes("/secrets/key-"), { refusal: key });
  expect(await refused()).toBe(
    [
      'Cannot deploy "shop" (tried on the API server, nothing was changed): 3 problems',
      "  - spec.progressDeadlineSeconds of Deployment shop must be greater than minReadySeconds: got 5",
      "  - spec.progressDeadlineSeconds of the set's HorizontalPodAutoscaler must be greater than minReadySeconds: got 5",
      "  - data[a b] of Secret key must be valid: got another value (a valid config key must consist of letters)",
    ].join("\n"),
  );
});

test("an object that is there already as it is to be is not judged again", async () => {
  const live = object("v1", "ConfigMap", "other", { data: { a: "b", c: "of another owner" } });
  fake.put("/api/v1/namespaces/prod/configmaps/other", live);
  fake.fault(isTrial("/configmaps/other"), { refusal: new Refusal(403, "Forbidden", "no more of these") });
  expect(await refused()).toBe("nothing");
});

test("pods that somebody scaled are not judged again either", async () => {
  await rehearse(set);
  const at = "/apis/apps/v1/namespaces/prod/deployments/shop-stable";
  const written = fake.requests.find(isTrial("/shop-stable"))?.body as { spec: object };
  fake.put(at, { ...written, spec: { ...written.spec, replicas: 9 } });
  fake.fault(isTrial("/shop-stable"), { refusal: new Refusal(403, "Forbidden", "no more of these") });
  expect(await refused()).toBe("nothing");
});

test("a field that may not change later is no fault of the set, one that is wrong in a new object, too, is", async () => {
  fake.put(
    "/api/v1/namespaces/prod/configmaps/other",
    object("v1", "ConfigMap", "other", { data: { a: "before" } }),
  );
  const immutable = new Refusal(422, "Invalid", "is invalid", {
    causes: [{ field: "data", message: "Forbidden: field is immutable" }],
  });
  fake.fault(isTrial("/configmaps/other"), { refusal: immutable });
  expect(await refused()).toBe("nothing");
  const isFresh = ({ method, body }: FakeRequest): boolean =>
    method === "POST" && JSON.stringify(body).includes("sluice-tries-");
  expect(fake.requests.some(isFresh)).toBe(true);
  const both = new Refusal(422, "Invalid", "is invalid", {
    causes: [
      { field: "data", message: "Forbidden: field is immutable" },
      { field: "data[a]", message: "Required value" },
    ],
  });
  fake.fault(isTrial("/configmaps/other"), { refusal: both });
  fake.fault(isFresh, { refusal: invalid("data[a]", "Required value") });
  expect(await refused()).toContain("changed): data[a] of ConfigMap other must be set: got none");
});

test("words that name no field count for an object that is there, too", async () => {
  fake.put(
    "/api/v1/namespaces/prod/configmaps/other",
    object("v1", "ConfigMap", "other", { data: { a: "before" } }),
  );
  fake.fault(isTrial("/configmaps/other"), {
    refusal: new Refusal(403, "Forbidden", "exceeded quota: small"),
  });
  expect(await refused()).toContain(
    "ConfigMap other must be taken by the API server: got exceeded quota: small",
  );
});

test("trials that nobody can judge are told and refuse nothing", async () => {
  fake.fault(isTrial("/configmaps/other"), { status: 503 }, 9);
  const noRight = 'User "prev" cannot patch resource "deployments"';
  fake.fault(isTrial("/deployments/shop-stable"), { refusal: new Refusal(403, "Forbidden", noRight) });
  fake.fault(isTrial("/deployments/shop-canary"), { refusal: new Refusal(403, "Forbidden", noRight) });
  expect(await rehearse(set)).toEqual([
    "not tried on the API server before the write: Deployment shop: the account has no right to write it",
    "not tried on the API server before the write: ConfigMap other: the test asked for 503",
  ]);
});

test("a rollback under way is not kept back by the checkout, and another attempt is no reason to look away", async () => {
  const path = "/api/v1/namespaces/prod/configmaps/sluice-shop";
  const put = (kind: "release" | "rollback"): void => {
    const ledger = ledgerOf({ phase: "progressing", attempt: attemptOf([], { kind }) });
    fake.put(path, { data: { "ledger.json": JSON.stringify(ledger) } });
  };
  const broken = invalid("spec.a", "Required value");
  fake.fault(isTrial("/deployments/shop-canary"), { refusal: broken }, 9);
  put("release");
  expect(await refused()).toContain("spec.a of Deployment shop must be set");
  put("rollback");
  expect(await refused()).toBe("nothing");
});

test("a server that cannot say what it has refuses nothing", async () => {
  fake.fault(({ path }) => path === "/apis/apps/v1", { status: 503 }, 99);
  fake.fault(({ path }) => path.endsWith("/sluice-shop"), { status: 503 }, 99);
  expect(await rehearse(set)).toEqual([
    expect.stringMatching(
      /^not tried on the API server before the write: all objects: .*the test asked for 503$/,
    ),
  ]);
  expect(tried()).toEqual([]);
});

test("a cluster that is another one is the release's to refuse", async () => {
  const cluster = "{ context: fake, uid: 5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11 }";
  expect(await rehearse(set, { cluster })).toEqual([]);
  expect(tried()).toEqual([]);
});

test("a connection that breaks is no refusal", async () => {
  fake.fault(isTrial("/configmaps/other"), "unreachable", 99);
  expect(await rehearse(set)).toEqual([expect.stringContaining("ConfigMap other: ")]);
});
