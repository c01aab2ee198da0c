import type { Cluster } from "../cluster/api";
import type { Ledger } from "../core/ledger/ledger";
import type { Settings } from "../core/settings";
import { acquireLock } from "../ledger/lock-keeper";
import type { HeldLock } from "../ledger/lock-keeper";
import { fenceRoute } from "../traffic/write/fence-route";
import type { LedgerStore } from "../ledger/ledger-store";
import type { AppPlace } from "../cluster/workloads";

/**
 * Locks of this process. A stage takes the lock in its gate and gives it up in its soak: different resources, but one
 * provider process per run of the engine.
 */
const held = new Map<string, HeldLock>();

const keyOf = (place: AppPlace): string => `${place.namespace}/${place.app}`;

/** Context of taking a lock; a session is one. */
export interface LockContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  readonly store: LedgerStore;
  readonly interrupted: AbortSignal;
  progress(text: string): void;
}

/**
 * Takes the app's lock unless this process has it already.
 * @param initial - ledger that is written, with the lock in it, where there is none yet
 */
export async function holdLock(context: LockContext, initial?: () => Ledger): Promise<HeldLock> {
  const { settings, cluster, store, interrupted, progress } = context;
  const key = keyOf(settings);
  const present = held.get(key);
  if (present !== undefined && !present.lost.aborted) return present;
  const lock = await acquireLock(store, {
    stack: settings.stack,
    ...(initial === undefined ? {} : { initial }),
    onWait: (sentence) => progress(`waiting for the lock: ${sentence}`),
    signal: interrupted,
    fence: async () => await fenceRoute(cluster, settings),
  });
  held.set(key, lock);
  return lock;
}

/** Lock of the app; undefined where this process does not have it. */
export function heldLock(place: AppPlace): HeldLock | undefined {
  return held.get(keyOf(place));
}

/** Gives the app's lock up; does nothing where this process does not have it. */
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
