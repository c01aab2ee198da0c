import { declareBase } from "../../infra/base";
import { hashConfiguration } from "../../components/core/revision/hash-configuration";
import { nameRevision } from "../../components/core/revision/name-revision";
import { toTrackTemplate } from "../../components/core/revision/track-template";
import type { Track } from "../../components/core/track";
import { toShortRevision } from "../../components/core/workload/short-form";
import { withRevision } from "../../stacks/load";
import { toSettings } from "../../stacks/settings/settings";
import { toMigration, toWorkload } from "../../stacks/settings/workload";
import { configWith, imageOf } from "./environment";
import { runWithMocks } from "./pulumi-mocks";
import type { Registered } from "./pulumi-mocks";

/** Decision of the release of these tests. */
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
 * Resources that the base stack `prod` registers; the program runs once for the same configuration and facts.
 * @param keys - values of `sluice:` keys, as YAML
 * @param facts - decisions of the release that differ from the usual ones
 * @param pods - whether pods name their revision; those that an older Sluice started do not
 */
export async function base(
  keys: Record<string, string> = {},
  facts: Partial<typeof release> = {},
  preview = false,
  pods: "labelled" | "unlabelled" = "labelled",
): Promise<readonly Registered[]> {
  const key = JSON.stringify([keys, facts, preview, pods]);
  const run = runs.get(key) ?? runBase(keys, facts, preview, pods);
  runs.set(key, run);
  return await run;
}

async function runBase(
  keys: Record<string, string>,
  facts: Partial<typeof release>,
  preview: boolean,
  pods: "labelled" | "unlabelled",
): Promise<readonly Registered[]> {
  const config = configWith(keys);
  const workload = toWorkload(config);
  const revision = toShortRevision(config.app.name, config.release.image, workload);
  const settings = withRevision(toSettings(config, { kind: "base", environment: "prod" }), revision);
  const plan = {
    kind: "base",
    settings,
    workload,
    revision,
    migration: toMigration(config),
  } as const;
  const { name } = config.app;
  const template = (track: Track, image: string) => {
    const made = hashConfiguration(toShortRevision(name, image, workload), "");
    const label = pods === "labelled" ? { label: nameRevision(made) } : {};
    return toTrackTemplate({ app: name, track, revision: made, ...label });
  };
  const templates = {
    stableTemplate: template("stable", release.stableImage),
    canaryTemplate: template("canary", release.canaryImage),
  };
  const outputs = ({ type }: { type: string }): Record<string, unknown> => {
    if (type.endsWith(":Release")) return { ...release, ...templates, ...facts };
    return type.endsWith("RandomPassword") ? { result: "tok" } : {};
  };
  return (await runWithMocks("prod", () => declareBase(plan), outputs, preview)).registered;
}
