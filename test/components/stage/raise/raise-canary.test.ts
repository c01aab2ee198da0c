import type { ProbeFact } from "../../../../components/core/gate/probes";
import type { Session } from "../../../../components/session/session";
import { raiseCanary } from "../../../../components/stage/raise/raise-canary";
import { attemptOf, ledgerOf, probesOf, unanswered } from "../../../support/gate";

const mockProbes: Record<"stable" | "canary", ProbeFact> = { stable: probesOf(6), canary: probesOf(6) };
let mockReady = 2;
let mockNeeded = 2;
let mockTrouble: object = {};
let mockEvents: object[] = [];

jest.mock("../../../../components/traffic/reach/probe", () => ({
  probeTrack: async (_view: unknown, _settings: unknown, track: "stable" | "canary") =>
    await Promise.resolve(mockProbes[track]),
}));
jest.mock("../../../../components/traffic/write/follow-load", () => ({
  followLoad: async () => await Promise.resolve({ full: 4, canary: mockNeeded, stable: 4, brought: false }),
}));
jest.mock("../../../../components/traffic/look/read-route", () => ({
  readRouteAlone: async () => await Promise.resolve({}),
}));
jest.mock("../../../../components/cluster/workloads", () => ({
  readTrack: async () => await Promise.resolve({ readyReplicas: 4, ...mockTrouble }),
}));
jest.mock("../../../../components/cluster/pods", () => ({
  listPods: async () => await Promise.resolve(Array.from({ length: mockReady }, () => ({ ready: true }))),
  countEndpoints: async () => await Promise.resolve(mockReady),
}));

/** Raises the canary of an app whose pods have 300 s to get ready; how it ended, and after how many seconds. */
async function raise(
  phase: "progressing" | "aborted" = "progressing",
): Promise<{ end: string; seconds: number }> {
  const session = {
    settings: {
      app: "shop",
      environment: "prod",
      readySeconds: 300,
      traffic: { router: "gateway", propagationSeconds: 2 },
    },
    now: () => Date.now() / 1000,
    progress: () => undefined,
    cluster: { find: async () => await Promise.resolve({ items: mockEvents }) },
    interrupted: new AbortController().signal,
    store: {
      read: async () =>
        await Promise.resolve({ ledger: ledgerOf({ phase, attempt: attemptOf([], { endReason: "slow" }) }) }),
    },
  } as unknown as Session;
  const begun = Date.now();
  const ends: string[] = [];
  const raising = raiseCanary(session, 50, 20).then(
    () => ends.push("raised"),
    (error: unknown) => ends.push((error as Error).message),
  );
  while (ends.length === 0 && Date.now() - begun < 1_000_000) await jest.advanceTimersByTimeAsync(500);
  await raising;
  return { end: ends.join(), seconds: (Date.now() - begun) / 1000 };
}

beforeEach(() => {
  jest.useFakeTimers();
  Object.assign(mockProbes, { stable: probesOf(6), canary: probesOf(6) });
  mockReady = 2;
  mockNeeded = 2;
  mockTrouble = {};
  mockEvents = [];
});
afterEach(() => void jest.useRealTimers());

test.each([6, 5, 3])("raiseCanary() goes on when %i of 6 probes are answered", async (good) => {
  mockProbes.canary = probesOf(good);
  expect((await raise()).end).toBe("raised");
});

test("raiseCanary() tells of ready pods that fail every probe within 20 s, not after app.progressDeadline", async () => {
  mockProbes.canary = probesOf(0);
  const { end, seconds } = await raise();
  expect(end).toContain("ready pods of the canary must answer most probes");
  expect(end).toContain("got HTTP 500 for 6 of 6 requests");
  expect(end).toContain("weight was not changed");
  expect(seconds).toBeLessThan(20);
});

test("raiseCanary() never blames a canary for a gateway that cannot be reached from here", async () => {
  Object.assign(mockProbes, { stable: unanswered, canary: unanswered });
  const { end, seconds } = await raise();
  expect(end).toMatch(
    /the gateway must be reachable from here: got .*ECONNREFUSED.*\n  → .*sluice:traffic\.address/,
  );
  expect(seconds).toBeLessThan(20);
});

test("raiseCanary() waits for a router that follows late", async () => {
  mockProbes.canary = probesOf(0);
  const raising = raise();
  await jest.advanceTimersByTimeAsync(8000);
  mockProbes.canary = probesOf(6);
  expect((await raising).end).toBe("raised");
});

test("raiseCanary() gives pods that are not ready all their time", async () => {
  mockReady = 1;
  const { end, seconds } = await raise();
  expect(end).toContain(
    "pods must get ready and not stand still for 300 s: got canary has 1 of 2 pods ready",
  );
  expect(seconds).toBeGreaterThanOrEqual(300);
});

test("raiseCanary() waits for forty pods that start one after the other, longer than one of them may take", async () => {
  mockNeeded = 40;
  mockReady = 0;
  const starting = setInterval(() => (mockReady += 1), 20_000);
  const { end, seconds } = await raise();
  clearInterval(starting);
  expect(end).toBe("raised");
  expect(seconds).toBeGreaterThan(700);
});

test("raiseCanary() ends where pods get ready and fall again: they are no progress", async () => {
  mockReady = 0;
  const flapping = setInterval(() => (mockReady = mockReady === 1 ? 0 : 1), 3000);
  const { end, seconds } = await raise();
  clearInterval(flapping);
  expect(end).toContain("and not stand still for 300 s");
  expect(seconds).toBeLessThan(310);
});

test("raiseCanary() names what no pod shows: a quota that keeps pods from being made, and warnings about them", async () => {
  mockReady = 0;
  mockTrouble = { trouble: "FailedCreate: exceeded quota: compute" };
  mockEvents = [
    {
      involvedObject: { name: "shop-canary-abc" },
      metadata: {},
      reason: "FailedMount",
      message: 'secret "db" not found',
      lastTimestamp: new Date(Date.now() + 200_000).toISOString(),
    },
  ];
  const { end } = await raise();
  expect(end).toContain("0 in endpoints (FailedCreate: exceeded quota: compute)");
  expect(end).toContain('(FailedMount: secret "db" not found)');
});

test("raiseCanary() ends at once when the release was aborted meanwhile", async () => {
  const { end, seconds } = await raise("aborted");
  expect(end).toContain("the release was aborted meanwhile");
  expect(seconds).toBeLessThan(2);
});
