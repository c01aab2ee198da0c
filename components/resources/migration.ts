import { Job } from "@pulumi/kubernetes/batch/v1/job";
import * as pulumi from "@pulumi/pulumi";
import {
  appContainer,
  toContainerSecurity,
  toPodSecurity,
  toResources,
  toVariables,
} from "../core/workload/pod-template";
import type { MigrationSpec, WorkloadSpec } from "../core/workload/workload";
import { toMetadata } from "./object-metadata";
import type { Release } from "./release";

/** Arguments of `Migration`. */
export interface MigrationArgs {
  readonly app: string;
  readonly namespace: string;
  readonly release: Release;
  readonly workload: WorkloadSpec;
  readonly migration: MigrationSpec;
}

/**
 * Declares the Job that migrates the database for a new image: only where `Release` decides so. It ends before any pod
 * of that image starts; the next `up` replaces it where it failed. Going back to an earlier image runs nothing.
 * @returns the Job, or nothing; known in a preview, since Release's outputs are
 */
export function declareMigration(
  name: string,
  args: MigrationArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<Job[]> {
  const { release } = args;
  return pulumi
    .all([release.migrate, release.migrationKey])
    .apply(([migrate, key]) => (migrate ? [toJob(name, key, args, options)] : []));
}

function toJob(name: string, key: string, args: MigrationArgs, options: pulumi.CustomResourceOptions): Job {
  const { app, namespace, release, workload, migration } = args;
  const labels = { "app.kubernetes.io/name": app, "app.kubernetes.io/component": "migration" };
  return new Job(
    name,
    {
      metadata: toMetadata(
        {
          name: `${app}-migrate-${key}`,
          namespace,
          labels,
          annotations: {
            "sluice.dev/reversible": String(migration.reversible),
            ...(migration.backup === undefined ? {} : { "sluice.dev/backup": migration.backup }),
          },
        },
        { replaceUnready: true },
      ),
      spec: {
        backoffLimit: migration.retries,
        activeDeadlineSeconds: migration.deadlineSeconds,
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: "Never",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            ...(workload.serviceAccount === undefined ? {} : { serviceAccountName: workload.serviceAccount }),
            imagePullSecrets: workload.imagePullSecrets.map((secret) => ({ name: secret })),
            securityContext: toPodSecurity(workload),
            containers: [
              {
                name: appContainer,
                image: release.canaryImage,
                command: [...migration.command],
                ...(migration.args === undefined ? {} : { args: [...migration.args] }),
                env: toVariables(workload.env, migration.env),
                resources: toResources(workload),
                securityContext: toContainerSecurity(),
                // Pulumi's message about a failed Job then ends in the Job's last words.
                terminationMessagePolicy: "FallbackToLogsOnError",
                volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
              },
            ],
            volumes: [{ name: "tmp", emptyDir: {} }],
          },
        },
      },
    },
    {
      ...options,
      dependsOn: [release],
      // Two migrations never run side by side: the one before is gone first.
      deleteBeforeReplace: true,
      customTimeouts: { create: `${migration.deadlineSeconds + 120}s` },
    },
  );
}
