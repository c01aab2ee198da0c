import type { Cluster } from "../cluster/api";
import { connectOnce } from "../cluster/connect";
import type { ClusterSettings } from "../core/settings";
import { refuseCluster } from "./refuse-cluster";

/**
 * Connection of this process to its cluster.
 * @throws {RunEnd} `usage` with the way out, where it cannot be used
 */
export async function reachCluster(choice: ClusterSettings): Promise<Cluster> {
  return await connectOnce(choice).catch(refuseCluster);
}
