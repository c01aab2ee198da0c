import type { Cluster } from "../components/cluster/api";
import type { AppPlace } from "../components/cluster/workloads";
import { isRunning } from "../components/core/ledger/ledger";
import type { Attempt } from "../components/core/ledger/ledger";
import { objectNames } from "../components/core/settings";
import { parseLedger } from "../components/ledger/ledger-schema";

/**
 * The attempt under way.
 * @returns undefined where none is; a ledger that cannot be read is the release's to explain
 */
export async function readRunning(
  cluster: Cluster,
  { app, namespace }: AppPlace,
): Promise<Attempt | undefined> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${objectNames(app).ledger}`;
  const found = await cluster.find<{ data?: Readonly<Record<string, string>> }>(path);
  const text = found?.data?.["ledger.json"];
  const parsed = text === undefined ? undefined : parseLedger(text);
  if (parsed === undefined || !("ledger" in parsed)) return undefined;
  return isRunning(parsed.ledger) ? parsed.ledger.attempt : undefined;
}
