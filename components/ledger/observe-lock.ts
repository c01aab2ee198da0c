import { assessLock } from "../core/ledger/lock/decide-lock";
import type { LockAssessment, LockSight } from "../core/ledger/lock/decide-lock";
import type { Ledger } from "../core/ledger/ledger";
import { processLiveness, processScope } from "./process-identity";
import type { Platform } from "./process-identity";

/** Look at the lock of a ledger that was asked for at `askedAtSeconds` of this process's monotonic clock. */
export type LockObserver = (lock: Ledger["lock"], askedAtSeconds: number) => LockAssessment;

/** This process's monotonic clock, seconds. */
export const monotonicSeconds = (): number => performance.now() / 1000;

/**
 * Observer of a ledger's lock: each look tells whether its holder is known to live, by the renewals that this process
 * saw.
 * @param id - id of the observer's own lock; absent for one that takes none
 * @param platform - absent: this machine
 */
export function observeLock(id?: string, platform?: Platform): LockObserver {
  const me = { ...(id === undefined ? {} : { id }), ...processScope(platform) };
  let sight: LockSight | undefined;
  return (lock, askedAtSeconds) => {
    const found = assessLock({
      ...(lock === undefined
        ? {}
        : { lock, liveness: processLiveness(lock.pid, lock.processStart, platform) }),
      ...(sight === undefined ? {} : { sight }),
      me,
      nowSeconds: askedAtSeconds,
    });
    // An answer may be as old as its question, and news no older than its answer: a slow API server makes nobody stale.
    if (lock !== undefined && (sight?.lock.id !== lock.id || sight.lock.renewal !== lock.renewal))
      sight = { lock, firstSeenAtSeconds: monotonicSeconds() };
    return found;
  };
}
