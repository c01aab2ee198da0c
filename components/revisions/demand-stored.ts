import type { Cluster } from "../cluster/api";
import { lookUp } from "../cluster/look-up";
import type { AppPlace } from "../cluster/workloads";
import { storedName } from "../core/revision/hash-configuration";
import type { KnownRevision } from "../core/revision/known-revision";
import type { Version } from "../core/revision/version";
import { RunEnd } from "../core/run-end";
import { listRevisions } from "./revision-store";

/**
 * Refuses to go back to a version where what it ran is not stored any more: its revision, or configuration that its pods
 * would wait for. What may not be read is not known to be gone.
 */
export async function demandStored(
  cluster: Cluster,
  place: AppPlace,
  { revision, image }: Version,
): Promise<void> {
  if (revision === undefined) return;
  const { app, namespace } = place;
  const stored = await listRevisions(cluster, place);
  const found = stored.find(({ name }) => name === revision);
  const refuse = (what: string, got: string): RunEnd =>
    new RunEnd("refused", {
      text: `Cannot roll back "${app}": ${what} must be stored in namespace ${namespace}: got ${got}; nothing was changed`,
      fix: "check out the commit of that version and release it",
    });
  if (found === undefined) {
    const names = stored.map(({ name }) => name).join(", ") || "none";
    throw refuse(`revision ${revision} of ${image}`, names);
  }
  const missing = await listMissing(cluster, place, found);
  if (missing.length > 0)
    throw refuse(`configuration of revision ${revision}`, `no ${missing.join(", no ")}`);
}

async function listMissing(
  cluster: Cluster,
  { namespace }: AppPlace,
  { revision }: KnownRevision,
): Promise<readonly string[]> {
  const all = await Promise.all(
    revision.configuration.map(async (one) => {
      const name = storedName(one);
      const plural = one.kind === "Secret" ? "secrets" : "configmaps";
      const isThere = await exists(cluster, `/api/v1/namespaces/${namespace}/${plural}/${name}`);
      return isThere ? [] : [`${one.kind} ${name}`];
    }),
  );
  return all.flat();
}

/** Whether it is there; what may not be read is taken to be. */
const exists = async (cluster: Cluster, path: string): Promise<boolean> =>
  (await lookUp(cluster, path)).kind !== "absent";
