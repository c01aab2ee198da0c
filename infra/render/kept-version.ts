import type { Cluster } from "../../components/cluster/api";
import { readRunning } from "../read-running";
import type { AppPlace } from "../../components/cluster/workloads";

/**
 * The version of Kubernetes that the attempt under way began with: an upgrade of the cluster in the middle of a release
 * would make another revision of the same checkout.
 * @returns undefined where none is under way, or none is recorded; a ledger that cannot be read is the release's to explain
 */
export async function readKeptVersion(cluster: Cluster, place: AppPlace): Promise<string | undefined> {
  return (await readRunning(cluster, place))?.kubeVersion;
}
