import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { ConfigError } from "../../../stacks/config-error";
import { loadStack } from "../../../stacks/load";
import { fileWith } from "../../support/environment";

let root: string;

beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-origin-"));
  await fs.writeFile(path.join(root, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
});

afterEach(async () => {
  await fs.rm(root, { recursive: true });
});

const write = async (environment: string, keys: Readonly<Record<string, string>>): Promise<void> =>
  await fs.writeFile(path.join(root, `Pulumi.${environment}.yaml`), fileWith(keys));

const staging = {
  cluster: "{ context: staging-eu, uid: 0b1c2d3e }",
  app: "{ name: scholarlink, namespace: staging }",
};
const refusal = async (): Promise<string> =>
  await loadStack(root, "prod").then(
    () => "taken",
    (error: unknown) => (error as ConfigError).message,
  );

test("loadStack() finds where the environment before is, for base and stage", async () => {
  await write("staging", staging);
  await write("prod", { promotion: "{ from: staging, after: 24h }" });
  for (const stack of ["prod", "prod-canary-5"]) {
    const { settings } = await loadStack(root, stack);
    expect(settings.promotion.from).toEqual({
      environment: "staging",
      app: "scholarlink",
      namespace: "staging",
      cluster: { context: "staging-eu", uid: "0b1c2d3e" },
      afterSeconds: 86_400,
    });
  }
});

test("loadStack() takes an hour where no time is given, and nothing where no environment is", async () => {
  await write("staging", staging);
  await write("prod", { promotion: "{ from: staging }" });
  expect((await loadStack(root, "prod")).settings.promotion.from?.afterSeconds).toBe(3600);
  await write("prod", {});
  expect((await loadStack(root, "prod")).settings.promotion).not.toHaveProperty("from");
});

test.each(["prod", "stagin", "platform"])("loadStack() refuses %s before prod", async (from) => {
  await write("staging", staging);
  await write("prod", { promotion: `{ from: ${from} }` });
  expect(await refusal()).toMatch(
    `sluice:promotion.from must be another environment of this project (staging): got ${from}`,
  );
});

test("loadStack() refuses where there is no other environment, and where that one is broken", async () => {
  await write("prod", { promotion: "{ from: staging }" });
  expect(await refusal()).toContain("this project (it has none)");
  await write("staging", { ...staging, app: "{ name: Scholar }" });
  expect(await refusal()).toContain('Cannot read environment "staging"');
});

test("an abort does without what the environment before is", async () => {
  await write("prod", { promotion: "{ from: staging }" });
  const ignored: string[] = [];
  const { settings } = await loadStack(root, "prod", { ignore: ({ message }) => void ignored.push(message) });
  expect(settings.promotion).not.toHaveProperty("from");
  expect(ignored).toEqual([expect.stringContaining("sluice:promotion.from must be")]);
});
