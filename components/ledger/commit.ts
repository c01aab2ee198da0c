import type { Cluster } from "../cluster/api";
import { writeEvent } from "../cluster/events";
import type { AppPlace } from "../cluster/workloads";
import type { Ledger } from "../core/ledger/ledger";
import type { LedgerEvent, Transition } from "../core/ledger/transition";
import { writeRecord } from "./attempt-records";
import type { LedgerStore } from "./ledger-store";

/**
 * Transition of the ledger as it is now, never of one that was read before; undefined leaves it as it is. It is called
 * again where another writer was first.
 */
export type Change = (ledger: Ledger, nowSeconds: number) => Transition | undefined;

/** Applies a change, writes it, reports it as an Event, keeps the record of an attempt that is over, and returns the ledger after it. */
export type Commit = (change: Change) => Promise<Ledger>;

/** Tells people of a transition that is written; returns at once. */
export type Tell = (event: LedgerEvent, ledger: Ledger) => void;

/** Context of a commit of the ledger. */
export interface CommitContext {
  readonly cluster: Cluster;
  readonly place: AppPlace;
  readonly store: Pick<LedgerStore, "update">;
  now(): number;
  /** @default - nobody is told */
  readonly tell?: Tell | undefined;
}

/** The one way in which a ledger is changed, but for lock and evidence. */
export function commitTo({ cluster, place, store, now, tell }: CommitContext): Commit {
  return async (change) => {
    let transition: Transition | undefined;
    const { ledger } = await store.update((current) => {
      transition = change(current, now());
      return transition?.ledger;
    });
    if (transition !== undefined) {
      const { event } = transition;
      try {
        tell?.(event, ledger);
      } catch {
        // The transition is written, and nothing that follows it may wait for a message.
      }
      await Promise.all([
        writeEvent(cluster, place, event, new Date(now() * 1000)),
        writeRecord(cluster, place, ledger),
      ]);
    }
    return ledger;
  };
}
