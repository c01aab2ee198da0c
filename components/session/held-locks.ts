import { acquireLock } from "../ledger/lock-keeper";
import type { AcquireOptions, HeldLock } from "../ledger/lock-keeper";
import type { LedgerStore } from "../ledger/ledger-store";
import type { AppPlace } from "../cluster/workloads";

/**
 * Locks of this process. A stage takes the lock in its gate and gives it up in its soak: different resources, but one
 * provider process per run of the engine.
 */
const held = new Map<string, HeldLock>();

const keyOf = (place: AppPlace): string => `${place.namespace}/${place.app}`;

/** Takes the app's lock unless this process holds it already. */
export async function holdLock(
  store: LedgerStore,
  place: AppPlace,
  options: AcquireOptions,
): Promise<HeldLock> {
  const key = keyOf(place);
  const present = held.get(key);
  if (present !== undefined && !present.lost.aborted) return present;
  const lock = await acquireLock(store, options);
  held.set(key, lock);
  return lock;
}

/** The app's lock, if this process holds it. */
export function heldLock(place: AppPlace): HeldLock | undefined {
  return held.get(keyOf(place));
}

/** Gives the app's lock up; nothing happens where it is not held. */
export async function dropLock(place: AppPlace): Promise<void> {
  const lock = held.get(keyOf(place));
  held.delete(keyOf(place));
  await lock?.release();
}

/** Gives every lock up, for the end of the process. */
export async function releaseAllLocks(): Promise<void> {
  const locks = [...held.values()];
  held.clear();
  await Promise.all(locks.map(async (lock) => await lock.release()));
}
