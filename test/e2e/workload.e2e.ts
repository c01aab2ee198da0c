import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { createApp, done, image } from "./support/app";
import type { App, Overrides } from "./support/app";
import { inFull } from "./support/in-full";
import {
  component,
  labels,
  literal,
  manifests,
  marker,
  sharedVolume,
  withComponent,
} from "./support/services/written-set";

let app: App;

const write = async (folder: string, files: Readonly<Record<string, object>>): Promise<void> => {
  await mkdir(path.join(app.folder, folder), { recursive: true });
  for (const [name, object] of Object.entries(files))
    await writeFile(path.join(app.folder, folder, name), stringify(object));
};

const from = (source: object, more: object = {}): Overrides => ({
  app: { replicas: undefined, resources: undefined, from: source, ...more },
});

const template = async (track: string): Promise<string> =>
  await app.kubectl("get", "deployment", `scholarlink-${track}`, "-o", "jsonpath={.spec.template}");

const greetings = async (): Promise<string> =>
  await app.kubectl("get", "configmap", "-l", "sluice.dev/app", "-o", "jsonpath={.items[*].data.greeting}");

beforeAll(async () => {
  const stages = [5, 100].map((weight) => ({ weight, soak: "5s" }));
  app = await createApp("written", { stages });
  const volume = path.join(app.folder, "volume.yaml");
  await writeFile(volume, stringify(sharedVolume(path.join(app.folder, "shared"))));
  await app.kubectl("apply", "-f", volume);
  await write("k8s", manifests("hello", 8080));
  await app.configure(image("v1"), from({ manifest: "k8s" }));
});

afterAll(async () => {
  await app.kubectl("delete", "pv", "written-shared", "--wait=false");
  await app.remove();
});

test("a folder of manifests is deployed as it is, with everything beside it", async () => {
  const preview = await app.pulumi("preview", "-s", "written");
  expect(preview.text).toContain("added to container web: it serves on for");
  expect(preview.text).toContain("released with the pods: ConfigMap site, Secret key");
  expect(preview.text).toContain("changes at once, for stable too: Secret unused, ServiceAccount web");
  expect(preview.text).toContain(
    "spec.template.spec.containers[web].env must have no secrets as values: got DEMO_API_TOKEN",
  );
  expect(preview.text).not.toContain(literal);
  done(await app.up());
  const pods = JSON.parse(await template("stable")) as {
    spec: { containers: object[]; initContainers: object[] };
  };
  expect(pods.spec.containers).toMatchObject([
    { name: "web", image: image("v1"), readinessProbe: { httpGet: { port: "web" } } },
  ]);
  expect(pods.spec.initContainers).toMatchObject([{ name: "proxy", restartPolicy: "Always" }]);
  const service = await app.kubectl(
    "get",
    "service",
    "scholarlink",
    "-o",
    "jsonpath={.spec.selector} {.spec.ports[0].port}",
  );
  expect(service).toContain('"sluice.dev/track":"stable"');
  expect(service).toMatch(/ 80$/);
  expect(
    await app.kubectl("get", "endpoints", "scholarlink", "-o", "jsonpath={.subsets[0].addresses[*].ip}"),
  ).toMatch(/\S+ \S+/);
});

inFull(
  "problems that only the API server knows of are named before anything is written, all at once",
  async () => {
    const kinds = "deployment,service,configmap,secret,cronjob,controllerrevision,poddisruptionbudget";
    const versions = async (): Promise<string> =>
      await app.kubectl("get", kinds, "-o", "custom-columns=:.kind,:.metadata.name,:.metadata.generation");
    const before = await versions();
    const pod = { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] };
    const cron = { schedule: "61 * * * *", jobTemplate: { spec: { template: { spec: pod } } } };
    const files = {
      "cron.yaml": { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "nightly" }, spec: cron },
      "notes.yaml": {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "notes" },
        data: { "a b": "c" },
      },
    };
    await write("k8s", files);
    const { sluiceCode, text } = await app.up();
    expect(text).toContain("(tried on the API server, nothing was changed): 2 problems");
    expect(text).toContain('spec.schedule of CronJob nightly must be valid: got "61 * * * *"');
    expect(text).toContain('data[a b] of ConfigMap notes must be valid: got "a b"');
    expect(sluiceCode).toBe(2);
    expect(await versions()).toBe(before);
    await Promise.all(Object.keys(files).map(async (name) => await rm(path.join(app.folder, "k8s", name))));
  },
);

test("a new port, setting, probe and claim by a kustomization with a component go through the stages, and stable keeps its own until then", async () => {
  const load = app.load(50);
  const files = manifests("good morning", 8081);
  await write("overlay", {
    ...files,
    "kustomization.yaml": { resources: Object.keys(files), components: ["../component"] },
  });
  await write("component", component);
  await app.configure(image("v1"), from({ kustomize: "overlay" }));
  done(await app.up());
  expect(await template("stable")).toContain('"containerPort":8080');
  expect(await template("canary")).toContain('"containerPort":8081');
  expect((await greetings()).split(" ").length).toBeGreaterThanOrEqual(2);
  expect(await template("canary")).toContain('"grpc":{"port":9090');
  for (const weight of [5, 100]) done(await app.up(`written-canary-${weight}`));
  done(await app.up());
  expect(await template("stable")).toContain('"containerPort":8081');
  const { failed } = await load.stop();
  expect(failed).toBe(0);
});

test("a value of a Secret is in no state, ledger, Event or text", async () => {
  const search = async (pattern: string): Promise<string> =>
    await app.exec("grep", "-rlE", pattern, path.join(app.folder, ".pulumi")).catch(() => "");
  expect(await search("sluice:index:RenderedSet")).not.toBe("");
  expect(await search(`${marker}|${Buffer.from(marker).toString("base64").slice(0, 24)}`)).toBe("");
  const own = await app.kubectl("get", "configmap,event,controllerrevision", "-o", "yaml");
  expect(own).not.toContain(marker);
  const preview = done(await app.pulumi("preview", "-s", "written", "--diff", "--show-sames"));
  expect(preview.text).toContain("Service");
  expect(preview.text).not.toContain(marker);
});

test("the same set by plain manifests, by a chart and by a program of one's own releases nothing", async () => {
  const files = withComponent(manifests("good morning", 8081));
  await write("k8s", files);
  await app.configure(image("v1"), from({ manifest: "k8s" }));
  const text = done(await app.up()).text;
  expect((await app.ledger()).phase).toBe("promoted");
  expect(text).not.toContain("attempt 3");
  const program = path.join(app.folder, "index.js");
  const usual = await readFile(program, "utf8");
  const objects = JSON.stringify(Object.values(files));
  await writeFile(
    program,
    `require("@sluice/infra");
const { environment } = require("@sluice/infra/environment.ts");
module.exports = async () => await (await environment()).declare({ objects: ${objects} });
`,
  );
  await app.configure(image("v1"), from({ program: true }));
  done(await app.up());
  await writeFile(program, usual);
  await write("chart/templates", files);
  await write("chart", { "Chart.yaml": { apiVersion: "v2", name: "web", version: "0.1.0" } });
  await app.configure(image("v1"), from({ chart: { path: "chart" } }));
  done(await app.up());
  expect((await app.ledger()).phase).toBe("promoted");
  expect(await app.ledger()).toMatchObject({ phase: "promoted", attempt: { number: 2 } });
});

inFull("pods that a quota has no room for are refused in a preview", async () => {
  await app.configure(image("v2"));
  await app.kubectl("create", "quota", "small", "--hard=pods=3");
  try {
    const used = async (): Promise<string> =>
      await app.kubectl("get", "quota", "small", "-o", "jsonpath={.status.used.pods}");
    await app.until("the quota is counted", async () => (await used()) !== "");
    const preview = await app.pulumi("preview", "-s", "written");
    expect(preview.text).toMatch(/ResourceQuota small must have \d+ of pods left: got \d/);
  } finally {
    await app.kubectl("delete", "quota", "small");
  }
});

/** A Job that Helm runs before the pods, with the image that the app's container has in the chart. */
const hook = (name: string, when: string, weight: number, command: string): object => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, annotations: { "helm.sh/hook": when, "helm.sh/hook-weight": String(weight) } },
  spec: {
    template: {
      metadata: { labels },
      spec: {
        restartPolicy: "OnFailure",
        containers: [
          { name, image: "registry.example.org/scholarlink:latest", command: ["/scholarlink", command] },
        ],
      },
    },
  },
});

inFull("hooks of a chart run before the pods, in their order; one that fails stops the release", async () => {
  const hooks = async (last: string): Promise<void> => {
    await write("chart/templates", {
      "seed.yaml": hook("seed", "pre-install", 0, "never"),
      "schema.yaml": hook("schema", "pre-install,pre-upgrade", 1, "version"),
      "backfill.yaml": hook("backfill", "pre-upgrade", 2, last),
    });
  };
  await hooks("migrate");
  await app.configure(image("v2"), { migration: { reversible: true } });
  const failed = await app.up();
  expect(failed.code).not.toBe(0);
  expect(failed.text).toContain("DATABASE_URL must be set");
  expect(await app.image("canary")).toBe(image("v1"));
  const ran = async (): Promise<string> =>
    await app.kubectl(
      "get",
      "jobs",
      "--sort-by=.metadata.creationTimestamp",
      "-o",
      "jsonpath={range .items[*]}{.metadata.annotations.sluice\\.dev/hook} {.spec.template.spec.containers[0].image} {.metadata.annotations.sluice\\.dev/migration-done}{'\\n'}{end}",
    );
  expect(await ran()).toContain(`schema ${image("v2")} true\n`);
  await hooks("version");
  done(await app.up());
  expect((await ran()).trim().split("\n")).toEqual(
    expect.arrayContaining([`schema ${image("v2")} true`, `backfill ${image("v2")} true`]),
  );
  expect(await ran()).not.toContain("seed");
  expect(await app.image("canary")).toBe(image("v2"));
  expect(await app.weight()).toBe(0);
});
