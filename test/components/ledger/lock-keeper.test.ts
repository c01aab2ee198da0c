import { ApiError } from "../../../components/cluster/api-error";
import type { LockHolder } from "../../../components/core/ledger/lock/lock";
import type { Ledger } from "../../../components/core/ledger/ledger";
import type { LedgerStore, StoredLedger } from "../../../components/ledger/ledger-store";
import { BusyError, acquireLock } from "../../../components/ledger/lock-keeper";
import type { HeldLock } from "../../../components/ledger/lock-keeper";
import type { Platform } from "../../../components/ledger/process-identity";
import { ledgerOf } from "../../support/gate";
import { hiddenProc, withoutProc } from "../../support/platforms";

const holder: LockHolder = {
  id: "theirs",
  bootId: "boot",
  pidNamespace: "pid:[4026531836]",
  pid: 42,
  processStart: "777",
  stack: "prod-canary-5",
  who: "ann@build",
};

/** A ledger in memory that its holder renews, or not, and what happened to it in order. */
function serve(lock?: LockHolder) {
  let ledger: Ledger = lock === undefined ? ledgerOf() : ledgerOf({ lock: { ...lock, renewal: 0 } });
  let version = 1;
  const events: string[] = [];
  const store = {
    read: async () => await Promise.resolve({ ledger, resourceVersion: String(version) }),
    write: async (next: Ledger, previous: StoredLedger | undefined) => {
      if (previous?.resourceVersion !== String(version)) throw new ApiError(409, "Conflict", "late");
      events.push(`lock of ${next.lock?.stack}`);
      ledger = next;
      version++;
      return await Promise.resolve({ ledger, resourceVersion: String(version) });
    },
    update: async (change: (current: Ledger) => Ledger | undefined) => {
      ledger = change(ledger) ?? ledger;
      version++;
      return await Promise.resolve({ ledger, resourceVersion: String(version) });
    },
  } as unknown as LedgerStore;
  const renew = (): void => {
    const present = ledger.lock ?? { ...holder, renewal: 0 };
    ledger = { ...ledger, lock: { ...present, renewal: present.renewal + 1 } };
    version++;
  };
  return { store, events, renew, ledger: () => ledger };
}

function acquire(server: ReturnType<typeof serve>, platform: Platform): Promise<HeldLock> {
  return acquireLock(server.store, {
    stack: "prod-canary-20",
    platform,
    fence: async () => {
      server.events.push("fence");
      await Promise.resolve();
    },
  });
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("a free lock is taken at once, without a fence", async () => {
  const server = serve();
  const lock = await acquire(server, withoutProc({}));
  expect(server.events).toEqual(["lock of prod-canary-20"]);
  await lock.release();
  expect(server.ledger()).not.toHaveProperty("lock");
});

test("the lock of a process that is known to be dead here is taken at once, behind a fence", async () => {
  const server = serve(holder);
  await acquire(server, hiddenProc({ 42: "gone" }));
  expect(server.events).toEqual(["fence", "lock of prod-canary-20"]);
});

test.each([
  ["hides it", hiddenProc({ 42: "hidden" })],
  ["is not there", withoutProc({ 42: "hidden" })],
  ["is not there, and of a process that is gone", withoutProc({ 42: "gone" })],
])("the lock of a holder that renews it is never taken where /proc %s", async (_, platform) => {
  const server = serve(holder);
  const acquiring = expect(acquire(server, platform)).rejects.toThrow(BusyError);
  await jest.advanceTimersByTimeAsync(5000);
  expect(server.events).toEqual([]);
  server.renew();
  await jest.advanceTimersByTimeAsync(1000);
  await acquiring;
  expect(server.ledger().lock?.id).toBe("theirs");
});

test("a lock that nobody renews is taken after 30 s, behind a fence", async () => {
  const server = serve(holder);
  const acquiring = acquire(server, hiddenProc({ 42: "hidden" }));
  await jest.advanceTimersByTimeAsync(29_000);
  expect(server.events).toEqual([]);
  await jest.advanceTimersByTimeAsync(2000);
  await acquiring;
  expect(server.events).toEqual(["fence", "lock of prod-canary-20"]);
});

test("a lock whose first read took long is not stale by that: its holder had no time to renew it", async () => {
  const server = serve(holder);
  const { read } = server.store;
  let isFirst = true;
  server.store.read = async () => {
    const stored = await read();
    if (isFirst) await new Promise((resolve) => setTimeout(resolve, 40_000));
    isFirst = false;
    return stored;
  };
  const acquiring = expect(acquire(server, hiddenProc({ 42: "hidden" }))).rejects.toThrow(BusyError);
  await jest.advanceTimersByTimeAsync(45_000);
  expect(server.events).toEqual([]);
  server.renew();
  await jest.advanceTimersByTimeAsync(1000);
  await acquiring;
});

test("a lock is not taken where the route cannot be fenced", async () => {
  const server = serve(holder);
  const fence = async (): Promise<void> => await Promise.reject(new ApiError(503, "Unavailable", "starting"));
  const acquiring = acquireLock(server.store, { stack: "prod", platform: hiddenProc({ 42: "gone" }), fence });
  await expect(acquiring).rejects.toThrow("starting");
  expect(server.ledger().lock?.id).toBe("theirs");
});

test("a holder learns that its lock was taken, by its next renewal", async () => {
  const server = serve();
  const lock = await acquire(server, withoutProc({}));
  await jest.advanceTimersByTimeAsync(11_000);
  expect(lock.lost.aborted).toBe(false);
  expect(server.ledger().lock?.renewal).toBe(1);
  await server.store.update((ledger) => ({ ...ledger, lock: { ...holder, renewal: 0 } }));
  await jest.advanceTimersByTimeAsync(11_000);
  expect(lock.lost.aborted).toBe(true);
  await lock.release();
  expect(server.ledger().lock?.id).toBe("theirs");
});
