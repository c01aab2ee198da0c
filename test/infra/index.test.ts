import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunError, runtime } from "@pulumi/pulumi";
import { run } from "../../infra/index";

let folder: string;
jest.mock("@pulumi/pulumi/runtime", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi/runtime"),
  getRootDirectory: () => folder,
}));
jest.mock("@pulumi/pulumi", () => ({
  ...jest.requireActual<object>("@pulumi/pulumi"),
  requirePulumiVersion: async () => await Promise.resolve(),
}));

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sluice-infra-"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: scholarlink\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "Pulumi.prod.yaml"), "config:\n  sluice:colour: blue\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program of a stack whose files are not as they must be. */
async function runStack(stack: string): Promise<{ error: unknown; asked: readonly string[] }> {
  const asked: string[] = [];
  const call = ({ token }: { token: string }): object => {
    asked.push(token);
    throw new Error("unknown function");
  };
  const newResource = (): never => {
    throw new Error("nothing may be declared");
  };
  await runtime.setMocks({ call, newResource }, "scholarlink", stack, true);
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  return { error, asked };
}

test.each(["prod", "prod-canary-5"])(
  "%s: the providers' process is asked for, whose answer does not matter, and what is wrong is told",
  async (stack) => {
    const { error, asked } = await runStack(stack);
    expect(asked).toEqual(["pulumi-nodejs:sluice:start"]);
    expect(RunError.isInstance(error)).toBe(true);
    expect((error as Error).message).toMatch(/^\[sluice:2\] Cannot read environment "prod"/);
  },
);

test("the platform's stack, which has no dynamic resources, starts no process for them", async () => {
  const { error, asked } = await runStack("platform");
  expect(asked).toEqual([]);
  expect((error as Error).message).toContain("Pulumi.platform.yaml");
});
