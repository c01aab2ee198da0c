import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parseDocument } from "yaml";
import type { Settings } from "../components/core/settings";
import { hashConfiguration, revisionKey } from "../components/core/revision/hash-configuration";
import { nameRevision } from "../components/core/revision/name-revision";
import type { Revision } from "../components/core/revision/revision";
import { toShortRevision } from "../components/core/workload/short-form";
import type { MigrationSpec, WorkloadSpec } from "../components/core/workload/workload";
import type { PerPod } from "../components/core/workload/sizes/peak-pods";
import { ConfigError } from "./config-error";
import { configFiles, readEnvironment, stackFile } from "./files/environment";
import type { ReadOptions } from "./files/environment";
import type { DefaultsUse, FoundDefaults } from "./files/defaults";
import { describeDefaults, findDefaults } from "./files/find-defaults";
import { isFleetText, listFiles } from "./files/fleet-file";
import { explainMissingFile } from "./files/missing-file";
import type { EngineConfig } from "./files/engine-config";
import { given } from "../components/core/given";
import { clusterStacks, parseStackName, platformStack } from "./name";
import type { StackName } from "./name";
import { readPlatform } from "./platform";
import type { PlatformConfig } from "./platform";
import { findOrigin } from "./files/find-origin";
import { parseRouteManifest } from "./settings/route-manifest";
import { demandRoutePlan } from "./settings/route-plan";
import type { EnvironmentConfig } from "./schema/schema";
import { toSettings } from "./settings/settings";
import type { RenderedApp } from "../components/core/workload/from/rendered-app";
import { toRenderRequest, withRendered } from "./settings/rendered";
import type { RenderRequest, RenderWorkload } from "./settings/rendered";
import { toMigration, toWorkload } from "./settings/workload";

/** Plan of a stack as plain values: the settings and objects that it declares. */
export type StackPlan =
  | {
      readonly kind: "base";
      readonly settings: Settings;
      readonly workload: WorkloadSpec;
      readonly revision: Revision;
      /** The rendered workload, and where it is written; absent for the short form. */
      readonly rendered?: RenderedApp;
      readonly request?: RenderRequest;
      readonly migration: MigrationSpec | undefined;
      /** `app.perPod`. @default none */
      readonly perPod?: PerPod;
      /** Values that it shares with other services. */
      readonly defaults?: DefaultsUse;
    }
  | {
      readonly kind: "stage";
      readonly settings: Settings;
      readonly key: string;
      /** Absent where nobody rendered it. */
      readonly revision?: Revision;
    };

/** Plan of an environment's base stack. */
export type BasePlan = Extract<StackPlan, { readonly kind: "base" }>;

/** Folder of the stack files: `stackConfigDir` of Pulumi.yaml (long ago: a text as `config`), else the project's. */
export async function findStackFolder(root: string): Promise<string> {
  // Pulumi reports its problems; an abort goes on.
  const text = (await readText(path.join(root, "Pulumi.yaml"))) ?? "";
  const project: unknown = parseDocument(text, { logLevel: "silent" }).toJS();
  const { stackConfigDir, config } = Object(project) as { stackConfigDir?: unknown; config?: unknown };
  const folder = stackConfigDir ?? config;
  return typeof folder === "string" ? path.resolve(root, folder) : root;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const listStacks = async (folder: string): Promise<string[]> =>
  (await listFiles(folder)).filter(({ isFleet }) => !isFleet).map(({ name }) => name);

/** Names of the environments that have a file in the folder of the stack files. */
export async function listEnvironments(folder: string): Promise<string[]> {
  return (await listStacks(folder)).filter((name) => !clusterStacks.includes(name));
}

/** Names of the {@link clusterStacks} that have a file there. */
export async function listClusterStacks(folder: string): Promise<string[]> {
  return (await listStacks(folder)).filter((name) => clusterStacks.includes(name));
}

/** Refuses a fleet's file where an environment's is meant. */
function demandNoFleet(environment: string, text: string): void {
  if (!isFleetText(text)) return;
  throw new ConfigError(`read environment "${environment}"`, [
    {
      path: stackFile(environment),
      rule: "be the file of an environment",
      got: "that of a fleet (sluice:waves)",
      fix: `name one of its environments, or: sluice rollout --fleet ${environment}`,
    },
  ]);
}

/** Configuration in the environment's file alone; undefined where only a stage's own file completes it. */
function readOwn(
  { environment }: StackName,
  texts: Readonly<Record<string, string | undefined>>,
  defaults: FoundDefaults | undefined,
): EnvironmentConfig | undefined {
  try {
    return readEnvironment({ kind: "base", environment }, texts, { defaults });
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Options for loading a stack, see {@link ReadOptions}. */
export type LoadOptions = Pick<ReadOptions, "engine" | "ignore" | "minimum" | "notice"> & {
  /** Renders a workload that is written elsewhere; without it the plan has no revision of such a one. */
  readonly render?: RenderWorkload;
};

/** Settings with the route of the user's own; an abort does without what it cannot read of it. */
async function planSettings(
  root: string,
  config: EnvironmentConfig,
  name: StackName,
  own: EnvironmentConfig | undefined,
  { ignore }: LoadOptions,
): Promise<Settings> {
  const file = config.traffic.from?.manifest;
  try {
    const text = file === undefined ? undefined : await readText(path.resolve(root, file));
    const manifest = file === undefined ? undefined : parseRouteManifest(file, text, config.app.namespace);
    const settings = toSettings(config, name, own, manifest);
    demandRoutePlan(settings, file ?? stackFile(name.environment));
    return settings;
  } catch (error) {
    if (ignore === undefined || !(error instanceof ConfigError)) throw error;
    ignore(error);
    return toSettings(config, name, own);
  }
}

/**
 * Reads a stack's files and plans their resources.
 * @param root - folder of Pulumi.yaml
 * @throws {ConfigError} with every problem of the stack's name and files
 * @example
 * const plan = await loadStack(process.cwd(), "prod");
 * if (plan.kind === "base") console.log(plan.settings.app);
 */
export async function loadStack(root: string, stack: string, options: LoadOptions = {}): Promise<StackPlan> {
  const name = parseStackName(stack);
  const folder = await findStackFolder(root);
  const read = async (file: string) => [file, await readText(path.join(folder, file))] as const;
  const texts = Object.fromEntries(await Promise.all(configFiles(name).map(read)));
  const shared = stackFile(name.environment);
  demandNoFleet(name.environment, texts[shared] ?? "");
  const missing = texts[shared] === undefined ? await explainMissingFile(root, folder, shared) : undefined;
  const known = await listEnvironments(folder);
  const defaults = await findDefaults(folder, texts[shared]);
  const config = readEnvironment(name, texts, { ...options, known, missing, defaults });
  const workload = toWorkload(config);
  const request = toRenderRequest(config);
  const rendered = request && (await options.render?.(request));
  const own = await planSettings(root, config, name, readOwn(name, texts, defaults), options);
  const origin = await findOrigin({ folder, known, config, name, options }, read);
  const from = origin === undefined ? own : { ...own, promotion: { ...own.promotion, from: origin } };
  const settings = rendered === undefined ? from : withRendered(from, rendered);
  const revision = rendered?.revision ?? toShortRevision(config.app.name, config.release.image, workload);
  const isKnown = request === undefined || rendered !== undefined;
  const complete = isKnown ? withRevision(settings, revision) : settings;
  if (name.kind === "stage") {
    return { kind: "stage", settings: complete, key: name.key, ...(isKnown ? { revision } : {}) };
  }
  const use = defaults === undefined ? {} : { defaults: describeDefaults(defaults, texts[shared]) };
  return {
    kind: "base",
    settings: complete,
    workload,
    revision,
    ...(rendered === undefined ? {} : { rendered }),
    ...given("request", request),
    ...given("perPod", config.app.perPod),
    migration: toMigration(config, (rendered?.hooks.length ?? 0) > 0),
    ...use,
  };
}

/** Settings with the name of the checkout's revision. */
export function withRevision(settings: Settings, revision: Revision): Settings {
  return { ...settings, revision: nameRevision(hashConfiguration(revision, revisionKey(settings))) };
}

/**
 * Reads the file of the stack that belongs to the whole cluster.
 * @param engine - Pulumi's configuration of it; absent where Pulumi was not asked
 * @throws {ConfigError} with every problem of the file
 */
export async function loadPlatform(root: string, engine?: EngineConfig): Promise<PlatformConfig> {
  const file = stackFile(platformStack);
  return readPlatform(file, await readText(path.join(await findStackFolder(root), file)), engine);
}
