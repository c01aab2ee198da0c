import { fieldManager } from "../core/settings";
import { toMigrationPod } from "../core/workload/migration/migration-pod";
import type { Job, MigrationPod } from "../core/workload/migration/migration-pod";
import type { Pod } from "../core/workload/pod";
import type { Cluster } from "./api";
import { mergePatch } from "./api";

/** A Job as it is created. */
export interface JobManifest {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

/** Namespace and name of a Job. */
export type JobPlace = JobManifest["metadata"];

const folder = (namespace: string): string => `/apis/batch/v1/namespaces/${namespace}/jobs`;
const jobPath = ({ namespace, name }: JobPlace): string => `${folder(namespace)}/${name}`;

/** Reads a Job, or undefined when it does not exist. */
export async function findJob(cluster: Cluster, place: JobPlace): Promise<Job | undefined> {
  return await cluster.find<Job>(jobPath(place));
}

/** Lists the pods of a Job, those that are leaving too, oldest first. */
export async function listJobPods(
  cluster: Cluster,
  { namespace, name }: JobPlace,
): Promise<readonly MigrationPod[]> {
  const selector = encodeURIComponent(`batch.kubernetes.io/job-name=${name}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const { items } = await cluster.call<{ items: (Pod & { metadata: { creationTimestamp?: string } })[] }>(
    "GET",
    path,
  );
  const at = ({ metadata }: (typeof items)[number]): string => metadata.creationTimestamp ?? "";
  return items.toSorted((a, b) => at(a).localeCompare(at(b))).map(toMigrationPod);
}

/** Creates a Job. */
export async function createJob(cluster: Cluster, job: JobManifest): Promise<void> {
  const path = `${folder(job.metadata.namespace)}?fieldManager=${fieldManager}`;
  await cluster.call("POST", path, { body: { apiVersion: "batch/v1", kind: "Job", ...job } });
}

/** Starts a Job or ends its pods by SIGTERM, and notes on it what is to be remembered. */
export async function suspendJob(
  cluster: Cluster,
  place: JobPlace,
  suspend: boolean,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  await cluster.call("PATCH", `${jobPath(place)}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: { metadata: { annotations }, spec: { suspend } },
  });
}

/** Notes something on a Job. */
export async function annotateJob(
  cluster: Cluster,
  place: JobPlace,
  annotations: Readonly<Record<string, string>>,
): Promise<void> {
  await cluster.call("PATCH", `${jobPath(place)}?fieldManager=${fieldManager}`, {
    contentType: mergePatch,
    body: { metadata: { annotations } },
  });
}

/** Deletes a Job with its pods; one that is gone is fine. */
export async function deleteJob(cluster: Cluster, place: JobPlace): Promise<void> {
  if ((await findJob(cluster, place)) === undefined) return;
  await cluster.call("DELETE", `${jobPath(place)}?propagationPolicy=Foreground`);
}
