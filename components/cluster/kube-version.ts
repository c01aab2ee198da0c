import type { Cluster } from "./api";

/** Version of Kubernetes as charts and rules know it, e.g. `1.36.0`: a patch release of the cluster changes nothing. */
export async function readKubeVersion(cluster: Cluster): Promise<string> {
  const { major, minor } = await cluster.call<{ major: string; minor: string }>("GET", "/version");
  return `${major}.${minor.replace(/\D/g, "")}.0`;
}
