import { findApp } from "../app-container";
import type { Pod } from "../pod";
import { explainPod } from "../pod-problem";

/** The Job of a migration, as far as it is read here. */
export interface Job {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly suspend?: boolean };
  readonly status?: {
    readonly active?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** Annotation of a Job whose migration is done, whatever became of its pods. */
export const doneAnnotation = "sluice.dev/migration-done";

/** Job of a migration, with the facts that decisions need. */
export interface MigrationJob {
  readonly isSuspended: boolean;
  readonly isComplete: boolean;
  /** Reason why it failed for good. */
  readonly failure?: string;
}

/** One pod of a migration, by its own container. */
export interface MigrationPod {
  readonly name: string;
  /** Of its own container; absent while that runs. */
  readonly exitCode?: number;
  /** Its last words. */
  readonly message?: string;
  /** Nothing in it runs any more. */
  readonly isOver: boolean;
  /** It was told to end. */
  readonly isLeaving: boolean;
  /** Reason why its own container does not run. */
  readonly problem?: string;
}

/** View of a migration's Job with the facts that decisions need. */
export function toMigrationJob({ metadata, spec, status }: Job): MigrationJob {
  const holds = (type: string) =>
    status?.conditions?.find((one) => one.type === type && one.status === "True");
  const failed = holds("Failed") ?? holds("FailureTarget");
  return {
    isSuspended: spec.suspend === true,
    isComplete: holds("Complete") !== undefined || metadata.annotations?.[doneAnnotation] !== undefined,
    ...(failed === undefined
      ? {}
      : { failure: [failed.reason, failed.message].filter((text) => text !== undefined).join(": ") }),
  };
}

/** View of a migration's pod with the facts that decisions need. */
export function toMigrationPod(pod: Pod): MigrationPod {
  const { metadata, spec, status } = pod;
  const own = findApp(spec.containers, metadata);
  const state = status?.containerStatuses?.find(({ name }) => name === own?.name)?.state;
  const end = state?.terminated;
  const isRunning = state?.running !== undefined || end !== undefined;
  return {
    name: metadata.name,
    isOver: status?.phase === "Failed" || status?.phase === "Succeeded",
    isLeaving: metadata.deletionTimestamp !== undefined,
    ...(end?.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(end?.message === undefined ? {} : { message: end.message }),
    ...(isRunning ? {} : { problem: explainPod(pod) }),
  };
}
