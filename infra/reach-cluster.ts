import type { Cluster } from "../components/cluster/api";
import { connectOnce } from "../components/cluster/connect";
import type { ClusterSettings } from "../components/core/settings";
import { refuseCluster } from "../components/session/refuse-cluster";

/**
 * Connection of the program to its cluster.
 * @throws {RunEnd} `usage` with the way out, where it cannot be used
 */
export async function reachCluster(choice: ClusterSettings): Promise<Cluster> {
  return await connectOnce(choice).catch(refuseCluster);
}
