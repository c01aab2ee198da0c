import { disrupted, labelsOf, toPod } from "./migration-job";
import type { MigrationJobInput } from "./migration-job";
import type { DatabaseJob } from "../workload";

/** Annotation of a Job for the database: the run that it belongs to. One of the same run is gone on with. */
export const runAnnotation = "sluice.dev/run";

/** A Job for the database that runs once. */
export interface DatabaseJobInput extends MigrationJobInput {
  readonly step: "backup" | "verify" | "undo" | "restore";
  readonly job: DatabaseJob;
  /** Names the run. */
  readonly run: string;
}

/**
 * The Job of a backup, its verification, or a way back: like the migration's, but never a second try by itself. Whoever
 * creates it waits for its end.
 */
export function renderDatabaseJob(input: DatabaseJobInput) {
  const { app, namespace, key, step, job, run } = input;
  const component = `migration-${step}`;
  return {
    metadata: {
      name: `${app}-migrate-${key}-${step}`,
      namespace,
      labels: labelsOf(app, component),
      annotations: { [runAnnotation]: run },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: job.deadlineSeconds,
      podReplacementPolicy: "Failed",
      podFailurePolicy: { rules: [disrupted] },
      template: toPod(input, component, job),
    },
  };
}
