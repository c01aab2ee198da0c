import { writeEvent } from "../cluster/events";
import type { LedgerEvent } from "../core/ledger/transition";
import type { FlagContext } from "./flag-context";

/** Reports what became of a flag as an Event, and to people; best effort: it never stops what follows. */
export async function tellFlag(
  {
    cluster,
    settings,
    store,
    tell,
    now,
  }: Pick<FlagContext, "cluster" | "settings" | "store" | "tell" | "now">,
  event: LedgerEvent,
): Promise<void> {
  await writeEvent(cluster, settings, event, new Date(now() * 1000));
  if (tell === undefined) return;
  try {
    const stored = await store.read();
    if (stored !== undefined) tell(event, stored.ledger);
  } catch {
    // The Event and the record have it.
  }
}
