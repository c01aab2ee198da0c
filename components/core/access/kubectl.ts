import type { ClusterSettings } from "../settings";

/** Command line for a person: kubectl with the configured cluster. */
export function kubectl({ context, inCluster }: Omit<ClusterSettings, "uid">, line: string): string {
  return inCluster === true ? `kubectl ${line}` : `kubectl --context ${context} ${line}`;
}
