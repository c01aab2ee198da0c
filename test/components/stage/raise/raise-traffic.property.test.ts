import * as fc from "fast-check";
import type { CallOptions } from "../../../../components/cluster/api";
import { ApiError, patchNotApplied } from "../../../../components/cluster/api-error";
import { renderFence } from "../../../../components/core/routers/fence-patch";
import type { HttpRoute } from "../../../../components/core/routers/gateway/http-route";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import type { Settings } from "../../../../components/core/settings";
import { LockLostError } from "../../../../components/ledger/lock-keeper";
import type { Session } from "../../../../components/session/session";
import { raiseTraffic } from "../../../../components/stage/raise/raise-traffic";
import { ledgerOf } from "../../../support/gate";
import { applyJsonPatch } from "../../../support/json-patch";
import { ownRules, settings as routeSettings, routeWith, viewOf } from "../../core/routers/gateway/any-route";

let mockLost = new AbortController();
jest.mock("../../../../components/session/held-locks", () => ({
  heldLock: () => ({ lost: mockLost.signal }),
}));
// Nothing is gained by real pauses: time is the property's.
jest.mock("../../../../components/traffic/wait", () => ({
  ...jest.requireActual<object>("../../../../components/traffic/wait"),
  sleep: async () => await Promise.resolve(),
  waitFor: async <T>(ask: () => Promise<{ done: T } | object>): Promise<T> => {
    for (;;) {
      const answer = await ask().catch(() => ({}));
      if ("done" in answer) return answer.done;
    }
  },
}));

const settings = {
  ...routeSettings,
  stack: "prod-canary-20",
  environment: "prod",
  traffic: { ...routeSettings.traffic, propagationSeconds: 1 },
} as unknown as Settings;

const askedAtSeconds = 1000;

/** Fate of one call of the API server, and of this run before it. */
interface Turn {
  /** Seconds that pass before the call: a machine may sleep. */
  readonly passes: number;
  readonly loses: "nothing" | "request" | "answer";
  readonly status: number;
  /** Event just before the call: another process takes the lock with its fence, or a person writes weight 0. */
  readonly before: "nothing" | "lock" | "zero";
}
const turn: fc.Arbitrary<Turn> = fc.record({
  passes: fc.oneof(
    { arbitrary: fc.nat(20), weight: 6 },
    { arbitrary: fc.constantFrom(70, -30, 9000), weight: 1 },
  ),
  loses: fc.constantFrom("nothing", "nothing", "request", "answer"),
  status: fc.constantFrom(0, 429, 500, 503, 504),
  before: fc.oneof(
    { arbitrary: fc.constant("nothing" as const), weight: 8 },
    { arbitrary: fc.constantFrom("lock" as const, "zero" as const), weight: 1 },
  ),
});

function routeAt(weight: number, epoch: string): HttpRoute {
  const parentRef = { name: "sluice", namespace: "gateway" };
  const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
    type,
    status: "True",
    observedGeneration: 3,
  }));
  return routeWith(
    ownRules(weight),
    { annotations: { "sluice.dev/epoch": epoch } },
    { parents: [{ parentRef, conditions }] },
  );
}

/** Raises from 5 to 20 % by a gate that was asked at {@link askedAtSeconds}. */
async function raise(turns: readonly Turn[]) {
  mockLost = new AbortController();
  const left = [...turns];
  let [live, now] = [routeAt(5, "7-a"), askedAtSeconds + 1];
  const weight = (): number => live.spec.rules?.[0]?.backendRefs?.[1]?.weight ?? -1;
  /** Each raise that the API server took, with what this run knew when it sent it. */
  const taken: { age: number; lost: boolean }[] = [];
  let others = 0;
  const meet = async <V>(work: () => V): Promise<V> => {
    const { status, loses, before } = left.shift() ?? { status: 0, loses: "nothing", before: "nothing" };
    if (before !== "nothing") {
      others += 1;
      const epoch = `${20 + others}-x`;
      live = before === "zero" ? routeAt(0, epoch) : applyJsonPatch(live, renderFence(live.metadata, epoch));
    }
    if (before === "lock") mockLost.abort(new LockLostError("the lock was taken"));
    if (loses === "request") throw new ApiError(status, "Away", "away");
    const done = await Promise.resolve(work());
    if (loses === "answer") throw new ApiError(status, "Away", "away");
    return done;
  };
  const patch = (operations: readonly PatchOperation[], sent: { age: number; lost: boolean }): HttpRoute => {
    try {
      live = applyJsonPatch(live, operations);
    } catch {
      throw new ApiError(422, patchNotApplied, "the server rejected our request");
    }
    taken.push(sent);
    return live;
  };
  const session = {
    settings,
    // Time passes between the calls: a look at the clock is what a call begins with.
    now: () => now,
    say: () => undefined,
    interrupted: new AbortController().signal,
    store: { read: async () => await Promise.resolve({ ledger: ledgerOf() }) },
    commit: async () => await Promise.resolve(ledgerOf()),
    cluster: {
      find: async () => await meet(() => live),
      call: async (_method: string, _path: string, { body }: CallOptions) => {
        const sent = { age: now - askedAtSeconds, lost: mockLost.signal.aborted };
        const done = await meet(() => patch(body as readonly PatchOperation[], sent)).finally(
          () => (now += left[0]?.passes ?? 0),
        );
        return done;
      },
    },
  } as unknown as Session;
  const change = { weight: 20, epoch: "8-b", reason: "gate", waived: [], askedAtSeconds };
  const end: unknown = await raiseTraffic(session, viewOf(live), change).catch((error: unknown) => error);
  return { end, weight: weight(), taken };
}

test("a raise is written at most once, by a young gate and a held lock alone, and whatever ends it says where traffic is", async () => {
  const counts = { written: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 7, size: "max" }), async (turns) => {
      const { end, weight, taken } = await raise(turns);
      expect(taken.length).toBeLessThanOrEqual(1);
      for (const { age, lost } of taken) {
        expect(lost).toBe(false);
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThanOrEqual(60);
      }
      counts[taken.length > 0 ? "written" : "refused"] += 1;
      if (end instanceof Error) {
        // Nobody else reads the route: a run that may have raised it says so.
        if (weight === 20) expect(end.message).toMatch(/20 %/);
        if (/was not written/.test(end.message)) expect(taken).toEqual([]);
      } else expect(taken).toHaveLength(1);
      if (taken.length === 0) expect(weight).not.toBe(20);
    }),
    { numRuns: 400 },
  );
  expect(Math.min(counts.written, counts.refused)).toBeGreaterThan(40);
});
