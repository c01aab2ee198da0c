import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { createApp, done, image } from "./support/app";
import type { App, Overrides } from "./support/app";
import { openType } from "./support/cluster/open-type";
import { inFull, isFull } from "./support/in-full";
import { replacePod } from "./support/releases/replace-pod";
import { findPlaces, formsOf } from "./support/services/secret-places";
import {
  chartSecret,
  component,
  faulty,
  hook,
  hookSecret,
  literal,
  manifests,
  marker,
  sharedVolume,
  withComponent,
} from "./support/services/written-set";
import { writeObjects } from "./support/write-objects";

let app: App;

const write = async (folder: string, files: Readonly<Record<string, object>>): Promise<void> => {
  await mkdir(path.join(app.folder, folder), { recursive: true });
  for (const [name, object] of Object.entries(files))
    await writeFile(path.join(app.folder, folder, name), stringify(object));
};

const from = (source: object, more: object = {}): Overrides => ({
  app: { replicas: undefined, resources: undefined, from: source, ...more },
});

const chart = { path: "chart", values: ["words.yaml"] };

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
  expect(preview.text).toContain(
    "changes at once, for stable too: Secret pull, Secret unused, ServiceAccount web",
  );
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
    await write("k8s", faulty);
    const { sluiceCode, text } = await app.up();
    expect(text).toContain("(tried on the API server, nothing was changed): 2 problems");
    expect(text).toContain('spec.schedule of CronJob nightly must be valid: got "61 * * * *"');
    expect(text).toContain('data[a b] of ConfigMap notes must be valid: got "a b"');
    expect(sluiceCode).toBe(2);
    expect(await versions()).toBe(before);
    await Promise.all(Object.keys(faulty).map(async (name) => await rm(path.join(app.folder, "k8s", name))));
  },
);

test("a new port, setting, probe and claim by a kustomization with a component go through the stages, and stable keeps its own until then", async () => {
  const load = app.load(50);
  const files = manifests("good morning", 8081);
  await write("overlay", {
    ...files,
    "kustomization.yaml": {
      resources: Object.keys(files),
      components: ["../component"],
      secretGenerator: [{ name: "generated", literals: [`key=${marker}`] }],
    },
  });
  await write("component", component);
  await app.configure(image("v1"), from({ kustomize: "overlay" }));
  done(await app.up());
  expect(await template("stable")).toContain('"containerPort":8080');
  expect(await template("canary")).toContain('"containerPort":8081');
  expect((await greetings()).split(" ").length).toBeGreaterThanOrEqual(2);
  expect(await template("canary")).toContain('"grpc":{"port":9090');
  await replacePod(app);
  for (const weight of [5, 100]) {
    done(await app.up(`written-canary-${weight}`));
    await replacePod(app);
  }
  done(await app.up());
  expect(await template("stable")).toContain('"containerPort":8081');
  const { failed } = await load.stop();
  expect(failed).toBe(0);
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
  await write("chart/templates", { ...files, "word.yaml": chartSecret });
  await write("chart", { "Chart.yaml": { apiVersion: "v2", name: "web", version: "0.1.0" } });
  await write("", { "words.yaml": { word: marker } });
  await app.configure(image("v1"), from({ chart }));
  done(await app.up());
  expect(await app.ledger()).toMatchObject({ phase: "promoted", attempt: { number: 2 } });
});

inFull("one chart is one revision in two checkouts, and after a CRD was added that it asks for", async () => {
  const asking =
    "{{ if .Capabilities.APIVersions.Has `e2e.example.org/v1` }}new{{ else }}good morning{{ end }}";
  await write("chart/templates", withComponent(manifests(asking, 8081)));
  const other = `${app.folder}-other`;
  const type = openType("e2e.example.org", "v1", "Widget");
  const expectSame = async (): Promise<void> => {
    for (const folder of [app.folder, other]) {
      done(await app.pulumi("-C", folder, "preview", "-s", "written", "--expect-no-changes"));
    }
  };
  try {
    await app.exec("cp", "-r", "--no-dereference", app.folder, other);
    await expectSame();
    await app.kubectl("apply", "-f", await writeObjects(app, "definition", [type]));
    await app.kubectl("wait", "--for=condition=Established", `crd/${type.metadata.name}`);
    await expectSame();
    await app.configure(image("v1"), from({ chart, apiVersions: ["e2e.example.org/v1"] }));
    const { text } = done(await app.pulumi("preview", "-s", "written"));
    expect(text).toContain("it changes config site");
  } finally {
    await app.kubectl("delete", "crd", type.metadata.name, "--ignore-not-found");
    await app.exec("rm", "-rf", other);
    await app.configure(image("v1"), from({ chart }));
  }
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

inFull("hooks of a chart run before the pods, in their order; one that fails stops the release", async () => {
  const hooks = async (last: string): Promise<void> => {
    await write("chart/templates", {
      "key.yaml": hookSecret,
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

test("a value of a Secret is in no state, ledger, Event, diff, comment, report or history", async () => {
  const secrets = await app.kubectl("get", "secrets", "-o", "yaml");
  for (const name of ["key", "pull", "unused", "generated-", "word", ...(isFull ? ["hook-key"] : [])])
    expect(secrets).toContain(`name: ${name}`);
  expect(secrets).toContain(formsOf(marker)[1]);
  expect(await app.exec("grep", "-rl", "sluice:index:RenderedSet", `${app.folder}/.pulumi`)).not.toBe("");
  expect(await findPlaces(app, marker)).toEqual([]);
});
