import { listDisposable } from "../../core/revision/kept-revisions";
import type { ReleaseDecision } from "../../core/release/release-facts";
import { listRevisions, removeRevisions, storeRevision } from "../../revisions/revision-store";
import type { Session } from "../../session/session";
import type { EngineFacts, ReleaseReading } from "./release-facts";

/**
 * Stores the revisions that the tracks get, before any workload changes. The configuration of another one than the
 * checkout's is stored already.
 */
export async function storeRevisions(
  { cluster, settings }: Session,
  { revision }: EngineFacts,
  { known, revision: wanted }: ReleaseReading,
  { stable, canary }: ReleaseDecision,
): Promise<void> {
  const names = [...new Set([stable.revision, canary.revision])];
  for (const name of names) {
    const found = name === undefined ? undefined : known.get(name);
    const contents = name === wanted ? revision.configuration : [];
    if (found !== undefined) await storeRevision(cluster, settings, found, contents);
  }
}

/** Deletes stored revisions that nothing can go back to; one that stays too long harms nobody. */
export async function forgetRevisions(
  { cluster, settings, store, say }: Session,
  facts: ReleaseReading,
): Promise<void> {
  try {
    const ledger = (await store.read())?.ledger;
    if (ledger === undefined) return;
    const live = [facts.stable?.revision, facts.canary?.revision];
    const stored = (await listRevisions(cluster, settings)).map(({ name }) => name);
    await removeRevisions(cluster, settings, listDisposable(stored, ledger, live));
  } catch (error) {
    say(`old revisions were not deleted: ${(error as Error).message}`);
  }
}
