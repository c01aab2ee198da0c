import { ApiError } from "../../../../components/cluster/api-error";
import type { ExitName } from "../../../../components/core/exit-code";
import type { PatchOperation } from "../../../../components/core/routers/json-patch";
import type { Settings } from "../../../../components/core/settings";
import type { HttpRoute } from "../../../../components/core/routers/gateway/http-route";
import { LockLostError } from "../../../../components/ledger/lock-keeper";
import type { Session } from "../../../../components/session/session";
import { raiseTraffic } from "../../../../components/stage/raise/raise-traffic";
import { InterruptedError } from "../../../../components/traffic/wait";
import { ledgerOf } from "../../../support/gate";
import { ownRules, settings as routeSettings, routeWith, viewOf } from "../../core/routers/gateway/any-route";

const mockLost = new AbortController();

jest.mock("../../../../components/session/held-locks", () => ({
  heldLock: () => ({ lost: mockLost.signal }),
}));

const settings = {
  ...routeSettings,
  stack: "prod-canary-20",
  environment: "prod",
  traffic: { ...routeSettings.traffic, propagationSeconds: 1 },
} as unknown as Settings;

function routeAt(weight: number, epoch: string): HttpRoute {
  const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
    type,
    status: "True",
    observedGeneration: 3,
  }));
  const parentRef = { name: "sluice", namespace: "gateway" };
  const status = { parents: [{ parentRef, conditions }] };
  return routeWith(ownRules(weight), { annotations: { "sluice.dev/epoch": epoch } }, status);
}

interface Faults {
  /** Fate of the record in the ledger. */
  readonly record?: Error;
  /** Seconds since the epoch when the weight is to be written. */
  readonly now?: number;
  /** Fate of the reading of the route after the write. */
  readonly look?: Error;
}

/** Raises from 5 to 20 % after a gate that was asked at 1000. */
async function raise({
  record,
  now = 1001,
  look,
}: Faults): Promise<{ end: Promise<unknown>; weight: () => number }> {
  let live = routeAt(5, "7-a");
  const weightOf = (): number => live.spec.rules?.[0]?.backendRefs?.[1]?.weight ?? -1;
  const session = {
    settings,
    now: () => now,
    say: () => undefined,
    interrupted: new AbortController().signal,
    store: { read: async () => await Promise.resolve({ ledger: ledgerOf() }) },
    commit: async () => {
      if (record !== undefined) throw record;
      return await Promise.resolve(ledgerOf());
    },
    cluster: {
      find: async () => {
        if (look !== undefined && weightOf() === 20) throw look;
        return await Promise.resolve(live);
      },
      call: async (_method: string, _path: string, { body }: { body: readonly PatchOperation[] }) => {
        expect(body.length).toBeGreaterThan(0);
        live = routeAt(20, "8-b");
        return await Promise.resolve(live);
      },
    },
  } as unknown as Session;
  const change = { weight: 20, epoch: "8-b", reason: "gate", waived: [], askedAtSeconds: 1000 };
  const end = raiseTraffic(session, viewOf(live), change).catch((error: unknown) => error);
  await end;
  return { end, weight: weightOf };
}

test("raiseTraffic() writes and records", async () => {
  const { end, weight } = await raise({});
  expect(await end).toMatchObject({ live: { weight: 20 } });
  expect(weight()).toBe(20);
});

test("raiseTraffic() writes nothing by a gate of hours ago: a laptop that slept", async () => {
  const { end, weight } = await raise({ now: 1000 + 3 * 3600 });
  expect(await end).toMatchObject({ end: "refused" });
  expect(String(await end)).toContain("Cannot shift traffic");
  expect(String(await end)).toContain(
    "the gate's decision must be at most 60 s old: got 3h; 20 % was not written",
  );
  expect(weight()).toBe(5);
});

const lock = new LockLostError("the lock was taken by prod-canary-50");
const text = "has 20 % of the traffic";

test.each<[string, Faults, ExitName, RegExp]>([
  [
    "is refused",
    { record: new ApiError(403, "Forbidden", "no") },
    "inconclusive",
    /no run watches it now\n  → .*go on: pulumi up -s/,
  ],
  [
    "finds its lock taken",
    { record: lock },
    "busy",
    /another process has the lock and watches it\n  → sluice status prod/,
  ],
  ["meets a bug", { record: new RangeError("odd") }, "unexpected", /no run watches it now/],
])("raiseTraffic() says where traffic is when its record %s", async (_, faults, name, said) => {
  const { end } = await raise(faults);
  expect(await end).toMatchObject({ end: name, message: expect.stringContaining(text) });
  expect(((await end) as Error).message).toMatch(said);
});

test("raiseTraffic() says where traffic was last seen when the API server is away as well", async () => {
  const away = new ApiError(0, "Unreachable", "hang up");
  const { end } = await raise({ record: new ApiError(403, "Forbidden", "no"), look: away });
  expect(((await end) as Error).message).toContain("had 20 % of the traffic when it was last seen");
});

test("raiseTraffic() that is interrupted after the write says that traffic stays there", async () => {
  const { end } = await raise({ look: new InterruptedError("interrupted") });
  expect(await end).toMatchObject({ end: "interrupted" });
  expect(((await end) as Error).message).toMatch(/^Interrupted: traffic stays at 20 %/);
});

test("raiseTraffic() writes nothing once its lock is lost", async () => {
  mockLost.abort(new LockLostError("the lock was taken"));
  const { end, weight } = await raise({});
  expect(await end).toMatchObject({ end: "busy" });
  expect(((await end) as Error).message).toMatch(/^the lock was taken/);
  expect(weight()).toBe(5);
});
