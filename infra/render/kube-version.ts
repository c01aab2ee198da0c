import type { Cluster } from "../../components/cluster/api";
import { isRunning } from "../../components/core/ledger/ledger";
import { objectNames } from "../../components/core/settings";
import { parseLedger } from "../../components/ledger/ledger-schema";

/** Version of Kubernetes that charts are rendered for: a patch release of the cluster changes nothing. */
export async function readKubeVersion(cluster: Cluster): Promise<string> {
  const { major, minor } = await cluster.call<{ major: string; minor: string }>("GET", "/version");
  return `${major}.${minor.replace(/\D/g, "")}.0`;
}

/**
 * The version that the attempt under way began with: an upgrade of the cluster in the middle of a release would make
 * another revision of the same checkout.
 * @returns undefined where none is under way, or none is recorded; a ledger that cannot be read is the release's to explain
 */
export async function readKeptVersion(
  cluster: Cluster,
  { app, namespace }: { readonly app: string; readonly namespace: string },
): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${objectNames(app).ledger}`;
  const found = await cluster.find<{ data?: Readonly<Record<string, string>> }>(path);
  const text = found?.data?.["ledger.json"];
  const parsed = text === undefined ? undefined : parseLedger(text);
  if (parsed === undefined || !("ledger" in parsed)) return undefined;
  return isRunning(parsed.ledger) ? parsed.ledger.attempt?.kubeVersion : undefined;
}
