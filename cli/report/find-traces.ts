import { readTraces } from "../../components/cluster/pod-traces";
import { readKeptTraces } from "../../components/ledger/attempt-records";
import type { PodTraces } from "../../components/core/report/report";
import type { Environment } from "../environment";

/**
 * Traces of the pods of an attempt that was aborted: as the cluster has them, or as they were kept when its pods went.
 * @param isLatest - the pods that are there now, if any, are its own
 * @returns undefined where nothing of an earlier attempt was kept
 */
export async function findTraces(
  context: Pick<Environment, "cluster" | "settings">,
  attempt: number,
  isLatest: boolean,
): Promise<PodTraces | undefined> {
  const { cluster, settings } = context;
  const [live, kept] = await Promise.all([
    isLatest ? readTraces(context) : undefined,
    readKeptTraces(cluster, settings, attempt),
  ]);
  return live === undefined || live.logs.length === 0 ? (kept ?? live) : live;
}
