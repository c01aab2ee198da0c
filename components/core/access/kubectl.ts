import type { ClusterSettings } from "../settings";

/** A text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Command line for a person: kubectl with the configured cluster. */
export function kubectl({ context, inCluster }: Omit<ClusterSettings, "uid">, line: string): string {
  return inCluster === true ? `kubectl ${line}` : `kubectl --context ${context} ${line}`;
}

/**
 * Command line by which a person patches one object.
 * @param what - kind and name, for example `service shop-stable`
 */
export function kubectlPatch(
  { cluster, namespace }: { readonly cluster: Omit<ClusterSettings, "uid">; readonly namespace: string },
  what: string,
  type: "json" | "merge",
  body: unknown,
): string {
  return kubectl(cluster, `-n ${namespace} patch ${what} --type ${type} -p ${quoted(JSON.stringify(body))}`);
}
