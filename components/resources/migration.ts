import { Job } from "@pulumi/kubernetes/batch/v1/job";
import * as pulumi from "@pulumi/pulumi";
import { renderCancel, renderMigration } from "../core/workload/migration-job";
import type { JsonObject } from "../core/revision/revision";
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
  /** Name of the app's container, where the workload was rendered. */
  readonly container?: string;
  readonly migration: MigrationSpec;
}

/** Runs the Job of a migration and watches stable meanwhile; nothing that needs the new schema starts before its end. */
class Migration extends SluiceResource {
  constructor(name: string, args: SluiceResourceArgs & pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super("migration", "Migration", name, { ...args, sentence: undefined }, options);
  }
}

/**
 * Declares the Job that migrates the database for a new image, and who runs it: only where `Release` decides so. It ends
 * before any pod of that image starts; the next `up` makes it anew where it failed. Going back to an earlier image runs
 * nothing.
 * @returns the Job and who runs it, or nothing; known in a preview, since Release's outputs are
 */
export function declareMigration(
  name: string,
  args: MigrationArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource[]> {
  const { release } = args;
  return pulumi
    .all([release.migrate, release.migrationKey, release.canaryImage, release.canaryTemplate])
    .apply(([migrate, key, image, template]) =>
      migrate
        ? declareRun(name, args, { key, image, template: template as unknown as JsonObject }, options)
        : [],
    );
}

function declareRun(
  name: string,
  { settings, release, workload, container, migration }: MigrationArgs,
  { key, image, template }: { readonly key: string; readonly image: string; readonly template: JsonObject },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { app, namespace } = settings;
  const rendered = container === undefined ? {} : { rendered: { template, container } };
  const input = { app, namespace, key, image, workload, migration, ...rendered };
  const { metadata, spec } = renderMigration(input);
  const manifest = { metadata: toMetadata(metadata, { skipAwait: true, force: true }), spec };
  const job = new Job(name, manifest, {
    ...options,
    dependsOn: [release],
    // Two migrations never run side by side: the one before is gone first.
    deleteBeforeReplace: true,
    // Whoever runs it starts and ends it.
    ignoreChanges: ["spec.suspend"],
  });
  const cancel = renderCancel(input);
  const { onStableHarmed, lockTimeoutSeconds, deadlineSeconds, retries } = migration;
  const order = { job: manifest, image, onStableHarmed, retries, ...(cancel && { cancel }) };
  const run = new Migration(
    name,
    { settings, order, isLockLimited: lockTimeoutSeconds !== undefined },
    { dependsOn: [release, job], customTimeouts: { create: `${deadlineSeconds + 300}s` } },
  );
  return [job, run];
}
