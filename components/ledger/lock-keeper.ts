import { lockRenewSeconds } from "../core/ledger/lock/decide-lock";
import type { Ledger } from "../core/ledger/ledger";
import type { Problem } from "../core/problem";
import { RunEnd } from "../core/run-end";
import { monotonicSeconds, observeLock } from "./observe-lock";
import { thisHolder } from "./process-identity";
import type { Platform } from "./process-identity";
import { isConflict } from "../cluster/api-error";
import type { LedgerStore } from "./ledger-store";

/** Lock of one ledger, taken by this process and renewed until it is given up. */
export interface HeldLock {
  readonly id: string;
  /** Aborted when another process took the lock or the ledger is gone. */
  readonly lost: AbortSignal;
  /** Stops renewing and gives the lock up, if this process still has it. */
  release(): Promise<void>;
}

/** Another process has the lock. */
export class BusyError extends RunEnd {
  constructor(problem: string | Problem) {
    super("busy", problem);
  }
}

/** Options of taking the lock. */
export interface AcquireOptions {
  readonly stack: string;
  /** Ledger that is written where there is none yet, with the lock in it. */
  readonly initial?: () => Ledger;
  /** Called while it waits to see whether the holder still lives. */
  readonly onWait?: (sentence: string) => void;
  readonly signal?: AbortSignal;
  /** Makes every write fail that the former holder may still have in flight; done before its lock is taken. */
  readonly fence: () => Promise<void>;
  /** @default - this machine */
  readonly platform?: Platform;
}

const pollMs = 500;

/**
 * Takes the lock, or waits until it is seen to be alive, dead or stale.
 * @throws {BusyError} as soon as one renewal of another holder is seen
 */
export async function acquireLock(store: LedgerStore, options: AcquireOptions): Promise<HeldLock> {
  const holder = thisHolder(options.stack, options.platform);
  const observe = observeLock(holder.id, options.platform);
  for (;;) {
    options.signal?.throwIfAborted();
    const askedAtSeconds = monotonicSeconds();
    const stored = await store.read();
    const base = stored?.ledger ?? options.initial?.();
    if (base === undefined) throw new RangeError("Cannot lock a ledger that does not exist");
    const state = observe(stored?.ledger.lock, askedAtSeconds);
    if (state.kind === "held") {
      throw new BusyError({
        text: `Cannot lock "${base.app}": ${state.sentence}; nothing was changed`,
        fix: `wait for it, or end it; to take traffic off the canary now: sluice abort ${base.environment} --reason TEXT`,
      });
    }
    if (state.kind === "wait") {
      options.onWait?.(state.sentence);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      continue;
    }
    if (state.kind === "stale" || state.kind === "dead") await options.fence();
    try {
      await store.write({ ...base, lock: { ...holder, renewal: 0 } }, stored);
      return keepLock(store, holder.id);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

function keepLock(store: LedgerStore, id: string): HeldLock {
  const lost = new AbortController();
  const mine = (ledger: Ledger): Ledger & { lock: NonNullable<Ledger["lock"]> } => {
    if (ledger.lock?.id !== id)
      throw new LockLostError(`the lock was taken by ${ledger.lock?.stack ?? "nobody"}`);
    return ledger as Ledger & { lock: NonNullable<Ledger["lock"]> };
  };
  let renewing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = store
      .update((ledger) => ({
        ...ledger,
        lock: { ...mine(ledger).lock, renewal: mine(ledger).lock.renewal + 1 },
      }))
      .catch((error: unknown) => {
        // An API server that is away may come back within the stale time; only a lock that another took is lost.
        if (error instanceof LockLostError) lost.abort(error);
      });
  }, lockRenewSeconds * 1000);
  timer.unref();
  return {
    id,
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      await renewing;
      await store
        .update((ledger) => {
          if (ledger.lock?.id !== id) return undefined;
          const { lock: _lock, ...rest } = ledger;
          return rest;
        })
        .catch(() => undefined);
    },
  };
}

/** The lock was lost: nothing may be written any more. */
export class LockLostError extends RunEnd {
  constructor(message: string) {
    super("busy", message);
  }
}
