import { Job } from "@pulumi/kubernetes/batch/v1/job";
import * as pulumi from "@pulumi/pulumi";
import { renderDatabaseJob } from "../core/workload/migration/database-job";
import { renderCancel, renderMigration } from "../core/workload/migration/migration-job";
import type { MigrationJobInput } from "../core/workload/migration/migration-job";
import type { JsonObject } from "../core/revision/revision";
import type { HookJob } from "../core/workload/from/rendered-app";
import type { MigrationCommands } from "../core/workload/migration/migration-commands";
import type { MigrationSpec, WorkloadSpec } from "../core/workload/workload";
import type { Settings } from "../core/settings";
import { toMetadata } from "./object-metadata";
import type { Release } from "./release";
import { SluiceResource } from "./sluice-resource";
import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of `Migration`. */
export interface MigrationArgs {
  readonly settings: Settings;
  readonly release: Release;
  readonly workload: WorkloadSpec;
  /** Image and command that it runs. */
  readonly commands: MigrationCommands;
  /** Name of the app's container, where the workload was rendered. */
  readonly container?: string;
  readonly migration: MigrationSpec;
  /** Hooks of the set that are the migration, in their order. @default - `migration.command` */
  readonly hooks?: readonly HookJob[];
  /** Objects that its pods may need before they start. */
  readonly after: readonly pulumi.Resource[];
}

/** Runs the Job of a migration and watches stable meanwhile; nothing that needs the new schema starts before its end. */
class Migration extends SluiceResource {
  constructor(name: string, args: SluiceResourceArgs & pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super("migration", "Migration", name, { ...args, sentence: undefined }, options);
  }
}

/** Decisions of `Release` for a migration. */
interface Run {
  readonly key: string;
  readonly image: string;
  readonly template: JsonObject;
  readonly attempt: number;
}

/**
 * Declares the Jobs that migrate the database for a new image, and who runs them, one after the other: only where
 * `Release` decides so. They end before any pod of that image starts; the next `up` replaces one that failed. Going
 * back to an earlier image runs nothing.
 * @returns Jobs and who runs them, or nothing; known in a preview, since Release's outputs are
 */
export function declareMigration(
  name: string,
  args: MigrationArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource[]> {
  const { release, hooks } = args;
  return pulumi
    .all([
      release.migrate,
      release.migrationKey,
      release.canaryImage,
      release.canaryTemplate,
      release.decision,
      release.attempt,
    ])
    .apply(([migrate, key, image, template, decision, attempt]) => {
      if (!migrate) return [];
      const run = { key, image, attempt, template: template as unknown as JsonObject };
      if (hooks === undefined) return declareRun(name, args, run, [], options);
      const time = decision === "first" ? "install" : "upgrade";
      const declared: pulumi.Resource[] = [];
      for (const hook of hooks.filter(({ times }) => times.includes(time))) {
        const own = declareRun(`${name}-${hook.name}`, { ...args, hook }, run, [...declared], options);
        declared.push(...own);
      }
      return declared;
    });
}

function declareRun(
  name: string,
  args: MigrationArgs & { readonly hook?: HookJob },
  { key, image, template, attempt }: Run,
  before: readonly pulumi.Resource[],
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { settings, release, workload, commands, container, migration, hook, after } = args;
  const { app, namespace } = settings;
  const rendered = container === undefined ? {} : { rendered: { template, container } };
  const own = hook === undefined ? {} : { hook };
  const input = { app, namespace, key, image, workload, migration, ...rendered, ...own };
  const { metadata, spec } = renderMigration(input);
  const manifest = { metadata: toMetadata(metadata, { skipAwait: true, force: true }), spec };
  const dependsOn = [release, ...after, ...before];
  const job = new Job(name, manifest as object, {
    ...options,
    dependsOn,
    // Two migrations never run side by side: the one before is gone first.
    deleteBeforeReplace: true,
    // Whoever runs it starts and ends it.
    ignoreChanges: ["spec.suspend"],
  });
  const cancel = renderCancel(input);
  const { onStableHarmed, lockTimeoutSeconds, reversible, backup: namedBackup } = migration;
  const { activeDeadlineSeconds, backoffLimit: retries } = spec;
  const backup = orderBackup(input, `${settings.environment}-${app}-${attempt}-${key}`);
  const further = {
    onStableHarmed,
    retries,
    reversible,
    hasWayBack: (migration.undo ?? migration.restore) !== undefined,
    ...(cancel && { cancel }),
    ...(backup && { backup }),
    ...(namedBackup !== undefined && { namedBackup }),
  };
  const order = { job: manifest, image, commands: commands.key, ...further };
  const run = new Migration(
    name,
    // Advice on settings that may be wanted before it runs is given once.
    { settings, order, isLockLimited: lockTimeoutSeconds !== undefined || before.length > 0 },
    {
      dependsOn: [...dependsOn, job],
      customTimeouts: { create: `${activeDeadlineSeconds + 300 + (backup?.deadlineSeconds ?? 0) * 2}s` },
    },
  );
  return [job, run];
}

/** Backup that is taken before the migration; undefined where none is. */
function orderBackup(input: MigrationJobInput, name: string) {
  const { backupJob: job } = input.migration;
  if (job === undefined) return undefined;
  const own = { ...input, backupName: name, run: name };
  const { verify, deadlineSeconds } = job;
  return {
    name,
    deadlineSeconds,
    job: renderDatabaseJob({ ...own, step: "backup", job }),
    ...(verify && { verify: renderDatabaseJob({ ...own, step: "verify", job: verify }) }),
  };
}
