import { trackLabel } from "../core/settings";
import { mayServe } from "../core/workload/pod";
import type { Pod } from "../core/workload/pod";
import type { Cluster } from "./api";

/** Pods that a Deployment of somebody else's has: the tracks' may have its labels as well. */
export async function listRunningPods(
  cluster: Cluster,
  namespace: string,
  selector: Readonly<Record<string, string>>,
): Promise<readonly Pod[]> {
  const terms = [...Object.entries(selector).map(([label, value]) => `${label}=${value}`), `!${trackLabel}`];
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(terms.join(","))}`;
  return ((await cluster.find<{ readonly items?: readonly Pod[] }>(path))?.items ?? []).filter(mayServe);
}
