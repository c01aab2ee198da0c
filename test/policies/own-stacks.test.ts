import { declarePlatform } from "../../infra/platform";
import { declareStage } from "../../infra/stage";
import { policies } from "../../policies/all";
import { readPlatform } from "../../stacks/platform";
import { toSettings } from "../../stacks/settings/settings";
import { base } from "../support/base-program";
import { configWith } from "../support/environment";
import { runWithMocks } from "../support/pulumi-mocks";
import type { Registered } from "../support/pulumi-mocks";
import { messagesOf } from "./pack/run-policy";

/** Policies that need a configuration of the app's own: who signs, and which headers it sends itself. */
const configured = /^(images-signed|headers-)/;

/** Findings of the policies on a stack. */
async function judge(stack: string, registered: readonly Registered[]): Promise<string[]> {
  const given = registered.map(({ type, name, inputs, ignoreChanges }) => ({
    type,
    name,
    props: inputs as Record<string, unknown>,
    ignoreChanges,
  }));
  const found = await Promise.all(
    policies
      .filter(({ name }) => !configured.test(name))
      .map(async (policy) => await messagesOf(policy, given, {}, { stack })),
  );
  return found.flat();
}

describe("Sluice's own stacks satisfy the pack", () => {
  const app = "name: scholarlink, namespace: shop";

  test.each([
    ["a small service", { app: `{ ${app} }` }],
    ["one with an autoscaler", { app: `{ ${app}, autoscale: { maxReplicas: 9 } }` }],
    ["one with a migration", { app: `{ ${app} }`, migration: "{ command: [migrate], reversible: true }" }],
  ])("base: %s", async (_name, keys) => {
    expect(await judge("prod", await base(keys))).toEqual([]);
  });

  test("base: a migration without a way back is the one thing that is refused", async () => {
    const all = await base({ app: `{ ${app} }`, migration: "{ command: [migrate] }" });
    expect(await judge("prod", all)).toEqual([
      expect.stringMatching(/^Cannot deploy "Job shop\/scholarlink-migrate-cccccccccccc"/),
    ]);
  });

  test("a stage", async () => {
    const settings = toSettings(configWith(), { kind: "stage", environment: "prod", key: "5" });
    const declared = () => declareStage({ kind: "stage", settings, key: "5" });
    const { registered } = await runWithMocks("prod-canary-5", declared);
    expect(await judge("prod-canary-5", registered)).toEqual([]);
  });

  test("the platform", async () => {
    const config = readPlatform(
      "Pulumi.platform.yaml",
      'config:\n  sluice:cluster: { context: c, uid: u }\n  sluice:access: [{ namespace: prod, releasers: ["user:ada"] }]\n',
    );
    const { registered } = await runWithMocks("platform", () => declarePlatform(config));
    expect(await judge("platform", registered)).toEqual([]);
  });
});
