import * as fc from "fast-check";
import { ApiError } from "../../../components/cluster/api-error";
import type { Ledger } from "../../../components/core/ledger/ledger";
import type { LedgerStore, StoredLedger } from "../../../components/ledger/ledger-store";
import { acquireLock } from "../../../components/ledger/lock-keeper";
import { ledgerOf } from "../../support/gate";
import { withoutProc } from "../../support/platforms";

/** Fate of one write of the ledger. */
type Fate = "done" | "lost" | "conflict" | "away";

const fates = fc.array(fc.constantFrom<Fate>("done", "done", "lost", "conflict", "away"), { maxLength: 12 });
const delays = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 });

/** A ledger that several runs write at once, each write with its fate. */
function serve(writes: readonly Fate[], waits: readonly number[]) {
  let ledger: Ledger = ledgerOf();
  let version = 1;
  let [nth, turn] = [0, 0];
  const fences: number[] = [];
  const pause = async (): Promise<void> => {
    for (let left = waits[turn++ % waits.length] ?? 0; left > 0; left--) await Promise.resolve();
  };
  const write = async (next: Ledger, previous: StoredLedger | undefined): Promise<StoredLedger> => {
    await pause();
    const fate = writes[nth++] ?? "done";
    if (fate === "away") throw new ApiError(503, "ServiceUnavailable", "away");
    if (fate === "conflict" || previous?.resourceVersion !== String(version))
      throw new ApiError(409, "Conflict", "somebody else was first");
    ledger = next;
    version++;
    if (fate === "lost") throw new ApiError(0, "Unreachable", "socket hang up");
    return { ledger, resourceVersion: String(version) };
  };
  const read = async (): Promise<StoredLedger> => {
    await pause();
    return { ledger, resourceVersion: String(version) };
  };
  const store = { read, write } as unknown as LedgerStore;
  return { store, fences, holder: () => ledger.lock?.id, fence: async () => void fences.push(version) };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test("of runs that begin at once only the one that the ledger names goes on, whatever becomes of their writes", async () => {
  await fc.assert(
    fc.asyncProperty(fates, delays, fc.integer({ min: 2, max: 4 }), async (writes, waits, runs) => {
      const server = serve(writes, waits);
      const signal = new AbortController();
      const outcomes = Array.from({ length: runs }, async (_, run) => {
        const options = { stack: `prod-${run}`, platform: withoutProc({}), fence: server.fence };
        return await acquireLock(server.store, { ...options, signal: signal.signal }).then(
          (lock) => lock.id,
          () => undefined,
        );
      });
      // Nobody is stale yet: who waits has not seen a renewal, and gives up with the test.
      await jest.advanceTimersByTimeAsync(5000);
      signal.abort(new Error("over"));
      await jest.advanceTimersByTimeAsync(1000);
      jest.clearAllTimers();
      const going = (await Promise.all(outcomes)).filter((id) => id !== undefined);
      expect(going.length).toBeLessThanOrEqual(1);
      expect(going.every((id) => id === server.holder())).toBe(true);
      expect(server.fences).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
