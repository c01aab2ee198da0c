import { deleteJob, findJob, listJobPods } from "../../cluster/jobs";
import type { JobManifest } from "../../cluster/jobs";
import { given } from "../../core/given";
import type { Job } from "../../core/workload/migration/migration-pod";
import { toMigrationJob } from "../../core/workload/migration/migration-pod";
import { runAnnotation } from "../../core/workload/migration/database-job";
import type { Session } from "../../session/session";
import { waitFor } from "../../traffic/wait";
import { replaceJob } from "./replace-job";

/** A Job as it is run once; its run is named where one that is under way is to be gone on with. */
export type OnceManifest = JobManifest & {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
};

/** End of a Job that ran once. */
export interface JobEnd {
  readonly isDone: boolean;
  /** Exit code of its container; absent where it did not come to an end of its own. */
  readonly exitCode?: number;
  /** Its last words, or the reason why it did not end well; may be empty. */
  readonly words: string;
}

type Context = Pick<Session, "cluster" | "interrupted"> & { progress?(text: string): void };

/**
 * Runs a Job to the end of its own container, whatever else runs in its pod, or goes on with one of the same run. It goes
 * when it ended well, and stays to be read otherwise.
 * @param seconds - longest wait for its end
 * @throws {WaitTimeoutError} where it has not ended by then
 */
export async function runJob(context: Context, job: OnceManifest, seconds: number): Promise<JobEnd> {
  const { cluster, interrupted } = context;
  const { metadata } = job;
  if (!isSameRun(await findJob(cluster, metadata), job)) {
    await replaceJob(context, job);
  }
  const end = await waitFor<JobEnd>(
    async () => {
      const pods = await listJobPods(cluster, metadata);
      const over = pods.find(({ exitCode }) => exitCode !== undefined);
      if (over?.exitCode === 0) return { done: { isDone: true, words: (over.message ?? "").trim() } };
      if (over !== undefined)
        return {
          done: {
            isDone: false,
            ...given("exitCode", over.exitCode),
            words: `exit code ${over.exitCode}: ${over.message ?? ""}`.trim(),
          },
        };
      const found = await findJob(cluster, metadata);
      if (found === undefined) return { done: { isDone: false, words: "its Job was deleted" } };
      const { isComplete, failure } = toMigrationJob(found);
      if (isComplete) return { done: { isDone: true, words: "" } };
      if (failure !== undefined) return { done: { isDone: false, words: failure } };
      const [pod] = pods;
      const missing =
        pod === undefined ? "no pod has started yet" : `pod ${pod.name}: ${pod.problem ?? "runs"}`;
      context.progress?.(`${metadata.name}: ${missing}`);
      return { missing: "it has not ended" };
    },
    { timeoutSeconds: seconds, signal: interrupted },
  );
  if (end.isDone) await deleteJob(cluster, metadata);
  return end;
}

/** Whether a Job of the same run is there, and did not fail. */
function isSameRun(found: Job | undefined, { metadata }: OnceManifest): boolean {
  const run = metadata.annotations?.[runAnnotation];
  if (found === undefined || run === undefined) return false;
  const isOurs = found.metadata.annotations?.[runAnnotation] === run;
  return (
    isOurs && found.metadata.deletionTimestamp === undefined && toMigrationJob(found).failure === undefined
  );
}
