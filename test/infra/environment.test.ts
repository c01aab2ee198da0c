import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunError, runtime } from "@pulumi/pulumi";
import { parse, stringify } from "yaml";
import { environment } from "../../infra/environment";
import { imageOf } from "../support/environment";
import { renderEnvironment } from "../../cli/init/environment-template";

jest.mock("@pulumi/pulumi/runtime", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi/runtime"),
  getRootDirectory: () => mockRoot,
}));
jest.mock("../../infra/demand-own-state", () => ({ demandOwnState: async () => await Promise.resolve() }));
jest.mock("@pulumi/pulumi", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi"),
  requirePulumiVersion: async () => await Promise.resolve(),
}));

const mockRoot = mkdtempSync(path.join(tmpdir(), "sluice-own-"));
const facts = { context: "prod-eu", uid: "5e0a34c2", app: "shop", namespace: "shops", image: imageOf("a") };

beforeAll(() => {
  writeFileSync(path.join(mockRoot, "Pulumi.yaml"), stringify({ name: "shop", runtime: "nodejs" }));
  const known = { ...facts, environment: "prod", host: "shop.example.org", prometheus: "service://m/p:9090" };
  writeFileSync(path.join(mockRoot, "Pulumi.prod.yaml"), renderEnvironment(known));
  writeFileSync(path.join(mockRoot, "Pulumi.bad.yaml"), stringify({ config: { "sluice:colour": "blue" } }));
});
afterAll(() => rmSync(mockRoot, { recursive: true }));

/** Reads the environment as the program of a stack, with what Pulumi has of its file. */
async function environmentOf(stack: string) {
  const mocks = { call: () => ({}), newResource: ({ name }: { name: string }) => ({ id: name, state: {} }) };
  await runtime.setMocks(mocks, "shop", stack);
  const file = path.join(mockRoot, `Pulumi.${stack}.yaml`);
  const { config = {} } = existsSync(file) ? (parse(readFileSync(file, "utf8")) as { config?: object }) : {};
  const texts = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]);
  runtime.setAllConfig(Object.fromEntries(texts) as Record<string, string>);
  return await environment();
}

const shared = {
  environment: "prod",
  app: "shop",
  namespace: "shops",
  image: imageOf("a"),
  cluster: { context: "prod-eu", uid: "5e0a34c2" },
};

test.each([
  ["prod", { kind: "base", ...shared }],
  ["prod-canary-5", { kind: "stage", stage: "5", ...shared }],
  ["platform", { kind: "platform" }],
])("environment() of stack %s says what its files say", async (stack, wanted) => {
  const { declare, ...rest } = await environmentOf(stack);
  expect(rest).toEqual({ stack, ...wanted });
  expect(declare).toBeInstanceOf(Function);
});

test.each(["bad", "prod-canary-500"])("environment() of stack %s tells what is wrong", async (stack) => {
  const error: unknown = await environmentOf(stack).catch((thrown: unknown) => thrown);
  expect(RunError.isInstance(error)).toBe(true);
  expect((error as Error).message).toMatch(/^\[sluice:2\] Cannot /u);
});

test("declare() declares the stack's resources and gives its outputs", async () => {
  const stage = await environmentOf("prod-canary-5");
  expect(Object.keys(await stage.declare())).toEqual(["weight", "verdict", "gate", "shift", "soak"]);
});

test("objects of declare() are the workload where the file says so, and are refused where it says otherwise", async () => {
  const object = { apiVersion: "v1", kind: "Service", metadata: { name: "shop" } };
  const base = await environmentOf("prod");
  await expect(base.declare({ objects: [object] })).rejects.toThrow(
    "sluice:app.from must be { program: true } for the objects of declare: got the short form",
  );
  const file = path.join(mockRoot, "Pulumi.prod.yaml");
  const before = readFileSync(file, "utf8");
  const { config } = parse(before) as { config: Record<string, object> };
  const app = { name: facts.app, namespace: facts.namespace, from: { program: true } };
  writeFileSync(file, stringify({ config: { ...config, "sluice:app": app } }));
  try {
    for (const stack of ["prod", "prod-canary-5"]) {
      const { declare } = await environmentOf(stack);
      await expect(declare({ objects: [object] })).rejects.toThrow(
        "sluice:app.from must have one Deployment: got Service shop",
      );
    }
  } finally {
    writeFileSync(file, before);
  }
});
