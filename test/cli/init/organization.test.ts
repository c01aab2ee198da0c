import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { renderEnvironment } from "../../../cli/init/environment-template";
import { init } from "../../../cli/init/init";
import { imageOf } from "../../support/environment";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-org-"));
const calls = path.join(folder, "calls");
const listed = path.join(folder, "listed");
const before = process.env["PATH"];
const said: string[] = [];
const terminal = {
  say: (text: string) => said.push(text),
  progress: () => undefined,
  draw: () => undefined,
  print: () => undefined,
};
const text = renderEnvironment({
  environment: "prod",
  context: "prod-eu",
  uid: "5e0a34c2",
  app: "shop",
  image: imageOf("a"),
  host: "shop.example.org",
  prometheus: "service://monitoring/prometheus:9090",
}).replace("config:", "config:\n  sluice:stages: [{ weight: 5 }, { weight: 100 }]");

beforeAll(() => {
  const script = `#!/bin/sh\necho "$@" >> ${calls}\ncase "$2" in ls) cat ${listed};; export|tag) echo "{}";; esac\n`;
  fs.writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
  process.env["PATH"] = `${folder}:${before}`;
});

beforeEach(() => {
  fs.rmSync(calls, { force: true });
  fs.writeFileSync(listed, "[]");
  said.length = 0;
});

afterAll(() => {
  process.env["PATH"] = before;
  fs.rmSync(folder, { recursive: true });
});

/** A project's folder with the environment's file; returns the folder and Pulumi's command lines. */
async function run(name: string, options: object, file = text) {
  const root = path.join(folder, name);
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), file);
  const outcome = await init({ cwd: root, environment: "prod", ...options }, terminal);
  const lines = fs.readFileSync(calls, "utf8").trim().split("\n");
  return { root, outcome, lines: lines.map((line) => line.replace(" --non-interactive --color never", "")) };
}

test.each([
  ["in the environment's name", { environment: "acme/prod" }],
  ["by --org", { org: "acme" }],
])("init() creates stacks in the organisation that is named %s", async (_name, options) => {
  const { lines, outcome } = await run("org", options);
  expect(lines).toEqual([
    "stack ls --json --organization acme",
    "stack init acme/prod --no-select",
    "stack init acme/prod-canary-5 --no-select",
    "stack init acme/prod-canary-100 --no-select",
    "stack tag set sluice:app shop --stack acme/prod",
  ]);
  expect(outcome.report).toMatchObject({ environment: "prod", ready: true });
});

test.each([
  ["another organisation's stack is not ours", [{ name: "other/prod" }], {}, true],
  ["the default organisation's is", [{ name: "prod" }], {}, false],
  ["a backend without organisations has its own word", [{ name: "organization/shop/prod" }], {}, false],
  ["the named organisation's is", [{ name: "acme/prod" }], { org: "acme" }, false],
])("init(): %s", async (_name, stacks, options, isCreated) => {
  fs.writeFileSync(listed, JSON.stringify(stacks));
  const { outcome } = await run("found", options);
  const { stacks: created } = outcome.report as { stacks: string[] };
  expect(created.includes("prod")).toBe(isCreated);
});

test("init() names the project after the app, not after its folder", async () => {
  for (const options of [{}, { app: "shop" }]) {
    const { root } = await run(path.join(String(Object.keys(options).length), "deploy"), options);
    expect(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")).toMatch(/^name: shop\n/);
  }
});

test("init() gives each stage the secrets provider and the ESC environments of the base file", async () => {
  const file = `secretsprovider: awskms://alias/sluice\nenvironment:\n  - shop/prod\n${text}`;
  const { root, lines } = await run("esc", {}, file);
  expect(lines.slice(1, -1)).toEqual(
    ["prod", "prod-canary-5", "prod-canary-100"].map(
      (stack) => `stack init ${stack} --no-select --secrets-provider awskms://alias/sluice`,
    ),
  );
  const stage = path.join(root, "Pulumi.prod-canary-5.yaml");
  expect(fs.readFileSync(stage, "utf8")).toBe("environment:\n  - shop/prod\n");
  expect(said).toContain("written Pulumi.prod-canary-5.yaml: environment as in Pulumi.prod.yaml");
  fs.writeFileSync(stage, "# ours\nenvironment: [other]\n");
  await run("esc", {}, file);
  expect(fs.readFileSync(stage, "utf8")).toBe("# ours\nenvironment: [other]\n");
});

test("init() keeps what a stage's file has, and writes none where there is nothing to share", async () => {
  const { root } = await run("plain", {});
  expect(fs.existsSync(path.join(root, "Pulumi.prod-canary-5.yaml"))).toBe(false);
  const stage = path.join(root, "Pulumi.prod-canary-5.yaml");
  fs.writeFileSync(stage, "# a comment\nencryptionsalt: v1:abc\nconfig: {}\n");
  await run("plain", {}, `environment: [shop/prod]\n${text}`);
  expect(fs.readFileSync(stage, "utf8")).toBe(
    "# a comment\nencryptionsalt: v1:abc\nconfig: {}\nenvironment:\n  [ shop/prod ]\n".replace(
      "\n  [ shop/prod ]",
      "\n  - shop/prod",
    ),
  );
  expect(said).not.toContain("written Pulumi.prod.yaml");
});
