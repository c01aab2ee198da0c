import type { Ledger } from "../core/ledger/ledger";
import type { Change, Commit } from "../ledger/commit";
import type { LedgerStore } from "../ledger/ledger-store";
import { persist } from "./persist";

/** Context of recording a write in the ledger. */
export interface RecordContext {
  readonly store: LedgerStore;
  say(text: string, severity?: "info" | "warning"): void;
  readonly commit: Commit;
}

/**
 * Commits a transition, again while the API server is away; one that was written although its answer was lost is
 * not made twice.
 * @param isDone - whether a ledger shows it already
 * @param patienceSeconds - as {@link persist} has it
 */
export async function commitOnce(
  { store, say, commit }: RecordContext,
  isDone: (ledger: Ledger) => boolean,
  change: Change,
  patienceSeconds?: number,
): Promise<void> {
  let tried = false;
  const once = async (): Promise<void> => {
    const ledger = tried ? (await store.read())?.ledger : undefined;
    if (ledger !== undefined && isDone(ledger)) return;
    tried = true;
    await commit(change);
  };
  await persist(
    once,
    (error) => say(`the ledger is not written yet: ${error.message}`, "warning"),
    patienceSeconds,
  );
}
