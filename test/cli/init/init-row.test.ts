import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { initRow } from "../../../cli/init/init-row";
import { runSluice } from "../commands/run-sluice";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-row-"));
const said: string[] = [];
const terminal = {
  say: (text: string) => void said.push(text),
  progress: () => undefined,
  draw: () => undefined,
  print: () => undefined,
};

afterAll(() => rmSync(folder, { recursive: true }));

const read = (root: string, name: string): Record<string, Record<string, unknown>> =>
  (parse(readFileSync(path.join(root, `Pulumi.${name}.yaml`), "utf8")) as { config: never }).config;

test("initRow() makes environments of which each takes what the one before it has promoted", async () => {
  const root = path.join(folder, "shop");
  const environments = "dev, staging,prod";
  const outcome = await initRow({ cwd: root, environments, app: "shop", host: "shop.example.org" }, terminal);
  expect(outcome.report?.["environments"]).toMatchObject([
    { environment: "dev", ready: false },
    { environment: "staging" },
    { environment: "prod" },
  ]);
  const files = ["dev", "staging", "prod"].map((name) => read(root, name));
  expect(files.map((one) => one["sluice:app"]?.["namespace"])).toEqual(["dev", "staging", "prod"]);
  expect(files.map((one) => one["sluice:promotion"]?.["from"])).toEqual([undefined, "dev", "staging"]);
  expect(files.map((one) => one["sluice:traffic"]?.["hosts"])).toEqual([
    ["dev.shop.example.org"],
    ["staging.shop.example.org"],
    ["shop.example.org"],
  ]);
  expect(outcome.sentence).toMatch(/fill in Pulumi\.dev\.yaml[^]*fill in Pulumi\.prod\.yaml/u);
});

test("initRow() puts the namespace that is given before each name", async () => {
  const root = path.join(folder, "cart");
  await initRow({ cwd: root, environments: "dev,prod", app: "cart", namespace: "cart" }, terminal);
  expect(["dev", "prod"].map((name) => read(root, name)["sluice:app"]?.["namespace"])).toEqual([
    "cart-dev",
    "cart-prod",
  ]);
});

test.each(["dev,dev", "dev,", ""])(
  "initRow() refuses the names %j, before anything is written",
  async (environments) => {
    const root = path.join(folder, "none");
    await expect(initRow({ cwd: root, environments }, terminal)).rejects.toThrow(
      "--environments must be different names with commas between",
    );
    expect(() => readFileSync(path.join(root, "Pulumi.yaml"))).toThrow("ENOENT");
  },
);

test.each([
  [["init"], "got neither"],
  [["init", "prod", "--environments", "dev,prod"], "got both"],
])("sluice %j exits 2", async (args, text) => {
  const { code, stderr } = await runSluice(...args, "-C", path.join(folder, "none"));
  expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
});
