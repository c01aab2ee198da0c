import type { ClusterSettings } from "../settings";

/** A command line for a person: kubectl with the cluster that is meant. */
export function kubectl({ context, inCluster }: Omit<ClusterSettings, "uid">, line: string): string {
  return inCluster === true ? `kubectl ${line}` : `kubectl --context ${context} ${line}`;
}
