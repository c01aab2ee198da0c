import { declareBase } from "../../infra/base";
import { toSettings } from "../../stacks/settings";
import { toMigration, toWorkload } from "../../stacks/workload";
import { configWith, imageOf } from "./environment";
import { runWithMocks } from "./pulumi-mocks";
import type { Registered } from "./pulumi-mocks";

/** What the release of these tests decides. */
export const release = {
  stableImage: imageOf("5"),
  stableReplicas: 7,
  canaryImage: imageOf("c"),
  migrate: true,
  migrationKey: "cccccccccccc",
  attempt: 3,
  sentence: "attempt 3",
};

const runs = new Map<string, Promise<readonly Registered[]>>();

/**
 * What the base stack `prod` registers, once for the same configuration and facts.
 * @param keys - values of `sluice:` keys, as YAML
 * @param facts - what the release decides otherwise
 */
export async function base(
  keys: Record<string, string> = {},
  facts: Partial<typeof release> = {},
  preview = false,
): Promise<readonly Registered[]> {
  const key = JSON.stringify([keys, facts, preview]);
  const run = runs.get(key) ?? runBase(keys, facts, preview);
  runs.set(key, run);
  return await run;
}

async function runBase(
  keys: Record<string, string>,
  facts: Partial<typeof release>,
  preview: boolean,
): Promise<readonly Registered[]> {
  const config = configWith(keys);
  const settings = toSettings(config, { kind: "base", environment: "prod" });
  const plan = {
    kind: "base",
    settings,
    workload: toWorkload(config),
    migration: toMigration(config),
  } as const;
  const outputs = ({ type }: { type: string }): Record<string, unknown> => {
    if (type.endsWith(":Release")) return { ...release, ...facts };
    return type.endsWith("RandomPassword") ? { result: "tok" } : {};
  };
  return (await runWithMocks("prod", () => declareBase(plan), outputs, preview)).registered;
}
