import type { Json, JsonObject } from "../../revision/revision";
import { containerName } from "../from/template/choose-container";
import { toMigrationTemplate } from "../from/take/migration-pod";
import type { HookJob } from "../from/rendered-app";
import { asObject, asObjects } from "../../json";
import type { EnvironmentVariables, MigrationSpec, WorkloadSpec } from "../workload";
import { appContainer, toContainerSecurity, toPodSecurity, toResources, toVariables } from "../pod-template";

/** Environment variable that tells a migration how long it may wait for a lock, for example `5s`. */
const lockTimeoutVariable = "SLUICE_LOCK_TIMEOUT";

/** Environment variable that tells a Job which backup it is about. */
const backupVariable = "SLUICE_BACKUP";

/** Values that the Job of a migration is rendered from. */
export interface MigrationJobInput {
  readonly app: string;
  readonly namespace: string;
  /** Names the Job, with a hook's own; a function of the image's digest. */
  readonly key: string;
  /** Image with digest. */
  readonly image: string;
  readonly workload: WorkloadSpec;
  /** Template of the revision, where the workload was rendered: its own container runs the migration. */
  readonly rendered?: { readonly template: JsonObject; readonly container: string };
  readonly migration: MigrationSpec;
  /** Hook of the set that is run instead of a command in the app's container. */
  readonly hook?: HookJob;
  /** Name of the backup that it is about. */
  readonly backupName?: string;
}

/** Labels of a Job's pods; `component` says what it does. */
export const labelsOf = (app: string, component: string) => ({
  "app.kubernetes.io/name": app,
  "app.kubernetes.io/component": component,
});

/** Command of a Job in the app's container. */
interface Entry {
  readonly command: readonly string[];
  readonly args?: readonly string[] | undefined;
  /** @default - the release's */
  readonly image?: string | undefined;
}

/** Variables beside the app's own; `lockTimeout` is passed as the app's command gets it. */
function toFurther({ migration, backupName }: MigrationJobInput): readonly EnvironmentVariables[] {
  const { lockTimeoutSeconds } = migration;
  const limit = lockTimeoutSeconds === undefined ? {} : { [lockTimeoutVariable]: `${lockTimeoutSeconds}s` };
  if (backupName === undefined) return [{ plain: limit, secret: {} }, migration.env];
  const { plain, secret } = migration.env;
  return [
    { plain: limit, secret: {} },
    { plain: { ...plain, [backupVariable]: backupName }, secret },
  ];
}

/** Pod of a hook: its own, which learns how long it may wait for locks. */
function toHookPod(input: MigrationJobInput, { template, container }: HookJob): JsonObject {
  const [limit] = toFurther(input) as [EnvironmentVariables];
  const variables = toVariables(limit);
  const spec = asObject(template["spec"]);
  const containers = asObjects(spec["containers"]).map((one) => {
    const own = asObjects(one["env"]);
    const missing = variables.filter(({ name }) => !own.some((each) => each["name"] === name));
    return containerName(one) !== container || missing.length === 0
      ? one
      : { ...one, env: [...own, ...(missing as unknown as readonly Json[])] };
  });
  return { ...template, spec: { ...spec, containers } };
}

/** Pod that runs a command in the app's container, with its environment, mounts and account. */
export function toPod(input: MigrationJobInput, component: string, entry: Entry) {
  const { app, rendered } = input;
  if (rendered === undefined) return toShortPod(input, component, entry);
  const env = toVariables(...toFurther(input));
  const labels = labelsOf(app, component);
  const pod: unknown = toMigrationTemplate(rendered.template, rendered.container, labels, { ...entry, env });
  return pod as ReturnType<typeof toShortPod>;
}

function toShortPod(input: MigrationJobInput, component: string, entry: Entry) {
  const { app, workload } = input;
  const { image = input.image } = entry;
  const [limit, own] = toFurther(input) as [EnvironmentVariables, EnvironmentVariables];
  return {
    metadata: { labels: labelsOf(app, component) },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(workload.serviceAccount === undefined ? {} : { serviceAccountName: workload.serviceAccount }),
      imagePullSecrets: workload.imagePullSecrets.map((name) => ({ name })),
      securityContext: toPodSecurity(workload),
      containers: [
        {
          name: appContainer,
          image,
          command: [...entry.command],
          ...(entry.args === undefined ? {} : { args: [...entry.args] }),
          env: toVariables(limit, workload.env, own),
          resources: toResources(workload),
          securityContext: toContainerSecurity(),
          // The report of a migration that failed then ends in its last words.
          terminationMessagePolicy: "FallbackToLogsOnError",
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: {} }],
    },
  };
}

/** A pod that was disrupted ends the Job. */
export const disrupted: Json = {
  action: "FailJob",
  onPodConditions: [{ type: "DisruptionTarget", status: "True" }],
};

/** The Job of a migration: suspended, since whoever runs it looks at stable first. */
export function renderMigration(input: MigrationJobInput) {
  const { app, namespace, key, migration, hook } = input;
  const { command = [], args, retries, deadlineSeconds, reversible, backupJob } = migration;
  const backup = migration.backup ?? (backupJob && "taken by sluice:migration.backup");
  return {
    metadata: {
      name: `${app}-migrate-${key}${hook === undefined ? "" : `-${hook.key}`}`,
      namespace,
      labels: labelsOf(app, "migration"),
      annotations: {
        "sluice.dev/reversible": String(reversible),
        ...(backup === undefined ? {} : { "sluice.dev/backup": backup }),
        ...(hook === undefined ? {} : { "sluice.dev/hook": hook.name }),
      },
    },
    spec: {
      suspend: true,
      backoffLimit: hook?.retries ?? retries,
      activeDeadlineSeconds: hook?.deadlineSeconds ?? deadlineSeconds,
      // No pod starts before the one before it is gone.
      podReplacementPolicy: "Failed",
      podFailurePolicy: { rules: [disrupted, ...(hook?.rules ?? [])] },
      template:
        hook === undefined
          ? toPod(input, "migration", { command, args })
          : (toHookPod(input, hook) as unknown as ReturnType<typeof toPod>),
    },
  };
}

/** Longest time of what ends a stopped migration in the database, seconds. */
export const cancelSeconds = 60;

/** The Job that ends what a stopped migration still runs in the database; undefined where nobody said how. */
export function renderCancel(input: MigrationJobInput) {
  const { app, namespace, key, migration } = input;
  if (migration.cancel === undefined) return undefined;
  return {
    metadata: {
      name: `${app}-migrate-${key}-cancel`,
      namespace,
      labels: labelsOf(app, "migration-cancel"),
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: cancelSeconds,
      template: toPod(input, "migration-cancel", { command: migration.cancel }),
    },
  };
}
