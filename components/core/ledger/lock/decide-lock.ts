import type { LockHolder } from "./lock";
import { untold } from "./process-liveness";
import type { Liveness } from "./process-liveness";

/** Time between two renewals by a holder, seconds. */
export const lockRenewSeconds = 10;

/** A lock without a renewal for this long on the contender's own clock is stale, seconds. */
export const lockStaleSeconds = 30;

/** The lock as written in the ledger. */
export type Lock = LockHolder & { readonly renewal: number };

/** First sight of a holder by a contender; a contender starts again when the holder's id changes. */
export interface LockSight {
  readonly lock: Lock;
  /** On the contender's own monotonic clock. */
  readonly firstSeenAtSeconds: number;
}

/** Facts that a contender for the lock knows. */
export interface LockFacts {
  /** Lock now; absent where no process has it. */
  readonly lock?: Lock;
  /** Absent before the holder was seen for the first time. */
  readonly sight?: LockSight;
  /** Contender: the id of its own lock, and the scope in which its process ids mean something. */
  readonly me: Pick<LockHolder, "bootId" | "pidNamespace"> & { readonly id?: string };
  /** Whether the holder's process lives, asked on this machine. @default "unknown" */
  readonly liveness?: Liveness;
  /** The contender's monotonic clock, as in `sight`. */
  readonly nowSeconds: number;
}

/** Action open to the contender: take a `free`, `stale` or `dead` lock, go on with its own, wait, or refuse. */
export interface LockAssessment {
  readonly kind: "free" | "mine" | "stale" | "dead" | "wait" | "held";
  /** Names the holder; without final period. */
  readonly sentence: string;
}

/**
 * Whether process ids of a holder mean something here. They do not for another boot or namespace, whatever process has
 * the id here; an unknown boot or namespace never equals another.
 */
export function isHere(
  holder: Pick<LockHolder, "bootId" | "pidNamespace">,
  me: Pick<LockHolder, "bootId" | "pidNamespace">,
): boolean {
  const told = me.bootId !== untold && me.pidNamespace !== untold;
  return told && holder.bootId === me.bootId && holder.pidNamespace === me.pidNamespace;
}

/**
 * Assesses the ledger's lock. A holder shows that it lives by renewing every `lockRenewSeconds`; one renewal seen
 * is proof. Clocks of two machines are never compared.
 * @example assessLock({ me: { bootId: "b", pidNamespace: "p" }, nowSeconds: 0 }).kind // "free"
 */
export function assessLock({ lock, sight, me, liveness, nowSeconds }: LockFacts): LockAssessment {
  if (lock === undefined) return { kind: "free", sentence: "the lock is free" };
  const holder = `${lock.stack} (${lock.who}, process ${lock.pid})`;
  if (lock.id === me.id) return { kind: "mine", sentence: `this run has the lock as ${holder}` };
  if (isHere(lock, me) && liveness === "dead") {
    return { kind: "dead", sentence: `${holder} held the lock and its process is gone` };
  }
  if (sight === undefined || sight.lock.id !== lock.id) {
    return { kind: "wait", sentence: `${holder} has the lock, not yet seen to renew it` };
  }
  if (sight.lock.renewal !== lock.renewal) {
    return { kind: "held", sentence: `${holder} has the lock and renews it` };
  }
  const waited = Math.floor(nowSeconds - sight.firstSeenAtSeconds);
  if (waited >= lockStaleSeconds) {
    return { kind: "stale", sentence: `${holder} has not renewed the lock for ${waited} s` };
  }
  return { kind: "wait", sentence: `${holder} has the lock, no renewal seen for ${waited} s` };
}
