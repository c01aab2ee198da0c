import { createJob, deleteJob, findJob } from "../../cluster/jobs";
import type { JobManifest } from "../../cluster/jobs";
import type { Session } from "../../session/session";
import { waitFor } from "../../traffic/wait";

/** Longest wait for a Job of the same name from before to be gone, seconds. */
const goneSeconds = 60;

/**
 * Creates a Job in the place of one of the same name, if there is one, which is deleted first.
 * @throws {WaitTimeoutError} where the Job from before does not go
 */
export async function replaceJob(
  { cluster, interrupted }: Pick<Session, "cluster" | "interrupted">,
  job: JobManifest,
): Promise<void> {
  const { metadata } = job;
  await deleteJob(cluster, metadata);
  await waitFor<true>(
    async () =>
      (await findJob(cluster, metadata)) === undefined
        ? { done: true }
        : { missing: "the Job before is not gone" },
    { timeoutSeconds: goneSeconds, signal: interrupted },
  );
  await createJob(cluster, job);
}
