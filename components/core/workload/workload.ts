import type { WafSpec } from "../edge/waf";

/** A probe by HTTP on the app's port. */
export interface ProbeSpec {
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** A key of a Kubernetes Secret in the app's namespace. */
export interface SecretRef {
  readonly secret: string;
  readonly key: string;
}

/** Environment of a container: plain values, and references to Secrets; never a secret itself. */
export interface EnvironmentVariables {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, SecretRef>>;
}

/** Quantities of Kubernetes, e.g. `100m` or `128Mi`. */
export interface ResourceQuantities {
  readonly cpu?: string;
  readonly memory?: string;
  readonly "ephemeral-storage"?: string;
}

/** Workload that both tracks run, apart from their image and number. */
export interface WorkloadSpec {
  /** Port of the app's HTTP server, also the Services' port. */
  readonly port: number;
  /** Port and path at which Prometheus scrapes the pods. */
  readonly metrics: { readonly port: number; readonly path: string };
  readonly resources: { readonly requests: ResourceQuantities; readonly limits: ResourceQuantities };
  readonly probes: {
    readonly startup: ProbeSpec;
    readonly readiness: ProbeSpec;
    readonly liveness: ProbeSpec;
  };
  readonly env: EnvironmentVariables;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Numeric user of the container; absent means the image's own, which must not be root. */
  readonly user?: number;
  readonly serviceAccount?: string;
  readonly imagePullSecrets: readonly string[];
  /** Namespaces whose pods may connect; empty means all. */
  readonly allowFrom: readonly string[];
  /** Further TCP ports that may be connected to. */
  readonly allowPorts: readonly number[];
  /** A firewall before the app in each pod. @default none */
  readonly waf?: WafSpec;
  /** Time that a stopping pod still serves, so that routers can follow, seconds. */
  readonly drainSeconds: number;
  /** Time after that for requests under way, seconds. */
  readonly stopSeconds: number;
  /** Longest time for pods to become ready, seconds. */
  readonly readySeconds: number;
  readonly stable: {
    readonly replicas: number;
    /** An autoscaler on stable; `replicas` is then its lower end. */
    readonly autoscale?: { readonly maxReplicas: number; readonly cpuPercent: number };
  };
}

/** A Job for the database, in the container that migrates. */
export interface DatabaseJob {
  readonly command: readonly string[];
  readonly args?: readonly string[] | undefined;
  /** Image with digest. @default - the release's */
  readonly image?: string;
  readonly deadlineSeconds: number;
}

/** A Job that saves the database. */
export interface BackupJob extends DatabaseJob {
  /** Ends well only where the backup is good. @default - the end of the backup itself */
  readonly verify?: DatabaseJob;
}

/** The database migration of a new image, run to its end before any pod of that image serves. */
export interface MigrationSpec {
  /** Absent where hooks of the set are the migration. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Longest time for all tries together, seconds. */
  readonly deadlineSeconds: number;
  /** Further tries after the first. */
  readonly retries: number;
  /** Whether the image before can run on the migrated database; recorded on the Job. */
  readonly reversible: boolean;
  /** The backup to go back to where it is not, as a person names it; recorded on the Job. */
  readonly backup?: string;
  /** Saves the database before it begins. @default - nothing is saved */
  readonly backupJob?: BackupJob;
  /** Takes back what it made, where a person says so. */
  readonly undo?: DatabaseJob;
  /** Brings the backup back, where a person says so. */
  readonly restore?: DatabaseJob;
  /** Action where stable gets worse while it runs: the migration is stopped, or only reported. */
  readonly onStableHarmed: "stop" | "hold";
  /** Ends what a stopped migration still runs in the database. */
  readonly cancel?: readonly string[];
  /** Longest wait for a lock, seconds. */
  readonly lockTimeoutSeconds?: number;
  /** Added to the app's own environment. */
  readonly env: EnvironmentVariables;
}
