import { getRootDirectory } from "@pulumi/pulumi/runtime";

/** Intent that a run was started with, as its release gets it. */
export interface RunIntent {
  /** Folder of the project, where its commit is asked for. */
  readonly root: string;
  /** Number of the attempt that the run may end. */
  readonly supersede?: number;
  readonly fromOlderCommit: boolean;
  /** Reason why owners of objects that are taken write them no more, as a person says. */
  readonly ownerStopped?: string;
}

/** Reads the intent that `sluice rollout` passes to the program that it starts. */
export function readIntent(env: NodeJS.ProcessEnv): RunIntent {
  const supersede = Number(env["SLUICE_SUPERSEDE"] ?? Number.NaN);
  const stopped = env["SLUICE_FOREIGN_OWNER_STOPPED"];
  return {
    root: getRootDirectory() || process.cwd(),
    ...(Number.isInteger(supersede) ? { supersede } : {}),
    fromOlderCommit: env["SLUICE_FROM_OLDER_COMMIT"] === "true",
    ...(stopped === undefined || stopped.trim() === "" ? {} : { ownerStopped: stopped }),
  };
}
