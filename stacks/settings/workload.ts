import type {
  BackupJob,
  DatabaseJob,
  EnvironmentVariables,
  MigrationSpec,
  ProbeSpec,
  WorkloadSpec,
} from "../../components/core/workload/workload";
import { given } from "../../components/core/given";
import type { EnvironmentConfig } from "../schema/schema";
import { migrationSchema } from "../schema/migration";
import { toWaf } from "./edge";
import { toQuantities } from "./quantities";
import { drainSeconds } from "./settings";

type App = EnvironmentConfig["app"];

const toProbe = (probe: App["probes"]["readiness"]): ProbeSpec => ({
  path: probe.path,
  periodSeconds: probe.period,
  timeoutSeconds: probe.timeout,
  failureThreshold: probe.failures,
});

const toEnvironment = (config: Pick<App, "env" | "secretEnv">): EnvironmentVariables => ({
  plain: config.env,
  secret: config.secretEnv,
});

/** Workload that both tracks run. */
export function toWorkload(config: EnvironmentConfig): WorkloadSpec {
  const { app } = config;
  return {
    port: app.port,
    metrics: app.metrics,
    resources: {
      requests: toQuantities(app.resources.requests),
      limits: toQuantities(app.resources.limits),
    },
    probes: {
      startup: toProbe(app.probes.startup),
      readiness: toProbe(app.probes.readiness),
      liveness: toProbe(app.probes.liveness),
    },
    env: toEnvironment(app),
    ...given("command", app.command),
    ...given("args", app.args),
    ...given("user", app.user),
    ...given("serviceAccount", app.serviceAccount),
    imagePullSecrets: app.imagePullSecrets,
    allowFrom: app.allowFrom,
    allowPorts: app.allowPorts,
    ...given("waf", toWaf(config)),
    drainSeconds: drainSeconds(config.traffic),
    stopSeconds: app.terminationGracePeriod,
    readySeconds: app.progressDeadline,
    stable: { replicas: app.replicas, ...given("autoscale", app.autoscale) },
  };
}

type Migration = NonNullable<EnvironmentConfig["migration"]>;
type Backup = NonNullable<Migration["backup"]>;

const toDatabaseJob = (job: Migration["restore"]): DatabaseJob | undefined =>
  job && {
    command: job.command,
    ...given("args", job.args),
    ...given("image", job.image),
    deadlineSeconds: job.deadline,
  };

function toBackupJob(backup: Backup | undefined): BackupJob | undefined {
  if (backup?.command === undefined) return undefined;
  const { command, verify, ...rest } = backup;
  const job = toDatabaseJob({ ...rest, command });
  return job && { ...job, ...given("verify", verify && { ...job, args: undefined, ...verify }) };
}

/**
 * The migration of a new image, if the app has any.
 * @param hasHooks - whether hooks of a rendered set are the migration, with or without settings of their own
 */
export function toMigration(config: EnvironmentConfig, hasHooks = false): MigrationSpec | undefined {
  const migration = config.migration ?? (hasHooks ? migrationSchema.parse({}) : undefined);
  if (migration === undefined) return undefined;
  return {
    ...given("command", migration.command),
    ...given("args", migration.args),
    deadlineSeconds: migration.deadline,
    retries: migration.retries,
    reversible: migration.reversible,
    ...given("backup", migration.backup?.name),
    ...given("backupJob", toBackupJob(migration.backup)),
    ...given("undo", toDatabaseJob(migration.undo)),
    ...given("restore", toDatabaseJob(migration.restore)),
    onStableHarmed: migration.onStableHarmed,
    ...given("cancel", migration.cancel?.command),
    ...given("lockTimeoutSeconds", migration.lockTimeout),
    env: toEnvironment(migration),
  };
}
