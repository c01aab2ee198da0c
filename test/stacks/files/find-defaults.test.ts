import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findDefaults } from "../../../stacks/files/find-defaults";
import { loadStack } from "../../../stacks/load";
import { fileWith } from "../../support/environment";

const root = mkdtempSync(path.join(tmpdir(), "sluice-defaults-"));
const folder = path.join(root, "services/shop");
const text = 'version: "3"\nconfig:\n  sluice:promotion: { watch: 20s }\n  sluice:app: { replicas: 5 }\n';
const naming = (from: string) => `config: { sluice:defaults: { from: "${from}" } }\n`;

beforeAll(() => {
  mkdirSync(path.join(root, "node_modules/@acme/defaults"), { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(root, "node_modules/@acme/defaults/package.json"), '{"name":"@acme/defaults"}');
  writeFileSync(path.join(root, "node_modules/@acme/defaults/prod.yaml"), text);
  writeFileSync(path.join(root, "defaults.yaml"), text);
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\n");
});
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ["../../defaults.yaml", text],
  ["@acme/defaults/prod.yaml", text],
  ["../none.yaml", undefined],
  ["../shop", undefined],
  ["../../defaults.yaml/x", undefined],
  ["@acme/none/prod.yaml", undefined],
])("findDefaults() reads %s", async (from, wanted) => {
  expect(await findDefaults(folder, naming(from))).toEqual({ file: from, text: wanted });
});

test.each([undefined, "", "a: [", "config: { sluice:defaults: 3 }"])(
  "findDefaults() finds none in %p",
  async (own) => {
    expect(await findDefaults(folder, own)).toBeUndefined();
  },
);

test("findDefaults() hands on what it does not know", async () => {
  await expect(findDefaults(folder, naming("./a\\0"))).rejects.toThrow();
});

test("loadStack() plans with the shared values, and says where the environment differs", async () => {
  const keys = { defaults: '{ from: "../../defaults.yaml" }', app: "{ name: shop, replicas: 7 }" };
  writeFileSync(path.join(folder, "Pulumi.prod.yaml"), fileWith(keys));
  const base = await loadStack(folder, "prod");
  expect(base).toMatchObject({
    kind: "base",
    settings: { promotion: { watchSeconds: 20 } },
    defaults: {
      file: "../../defaults.yaml",
      version: "3",
      deviations: [{ path: "sluice:app.replicas", value: "7", instead: "5" }],
    },
  });
  expect(await loadStack(folder, "prod-canary-5")).not.toHaveProperty("defaults");
});
