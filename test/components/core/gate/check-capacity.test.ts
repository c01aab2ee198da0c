import { checkCapacity } from "../../../../components/core/gate/check-capacity";
import { before, factsOf, factsWithout, ledgerOf, released, routeOf, trackOf } from "../../../support/gate";

const texts = (facts: Parameters<typeof checkCapacity>[0]) =>
  checkCapacity(facts).problems.map((one) => one.text);

test("checkCapacity() refuses too few canary pods with the pods' own reasons, the same ones together", () => {
  const facts = factsOf({
    weight: 50,
    declared: { replicas: 4 },
    stable: trackOf(before, 4),
    canary: trackOf(released, 2, { readyReplicas: 0 }),
    endpoints: { stable: 4, canary: 0 },
    canaryPods: [
      { name: "p1", ready: false, problem: "CrashLoopBackOff: panic: no DB_URL\n" },
      { name: "p2", ready: false, problem: "CrashLoopBackOff: panic: no DB_URL" },
      { name: "p3", ready: false },
      { name: "p4", ready: true },
    ],
  });
  expect(texts(facts)).toEqual([
    "ready pods of canary must be at least 2 (50 % of 4): got 0; " +
      "p1, p2: CrashLoopBackOff: panic: no DB_URL; p3: not ready yet",
  ]);
});

test("checkCapacity() counts a pod only once it is among the endpoints", () => {
  expect(texts(factsOf({ endpoints: { stable: 2, canary: 0 } }))).toEqual([
    "ready pods of stable must be at least 3 to carry everything alone: got 2",
    "ready pods of canary must be at least 1 (1 % of 3): got 0",
  ]);
});

test("checkCapacity() demands of stable under an autoscaler what both tracks need now", () => {
  const facts = factsOf({
    declared: { minReplicas: 2, maxReplicas: 10 },
    stable: trackOf(before, 8),
    stableFloor: 4,
    route: routeOf(20),
    weight: 50,
    ledger: ledgerOf(),
    canary: trackOf(released, 5),
    endpoints: { stable: 8, canary: 5 },
  });
  expect(texts(facts)).toEqual(["ready pods of stable must be at least 10 to carry everything alone: got 8"]);
});

test("checkCapacity() leaves what an autoscaler is still to bring up to the shift, but not pods that are not ready", () => {
  const between = factsOf({
    second: false,
    declared: { minReplicas: 2, maxReplicas: 10 },
    stable: trackOf(before, 8),
    stableFloor: 4,
    route: routeOf(20),
    weight: 50,
    ledger: ledgerOf(),
    endpoints: { stable: 8, canary: 0 },
  });
  expect(checkCapacity(between)).toMatchObject({ problems: [], pending: true });
  expect(texts({ ...between, endpoints: { stable: 7, canary: 0 } })).toEqual([
    "ready pods of stable must be at least 8 to carry everything alone: got 7",
  ]);
  const { stable: _, ...without } = between;
  expect(texts(without)).toHaveLength(1);
});

test("checkCapacity() names what wakes a stable that sleeps at 0", () => {
  const asleep = factsOf({ stable: trackOf(before, 0), endpoints: { stable: 0, canary: 1 } });
  expect(checkCapacity(asleep).problems[0]?.fix).toBe(
    "stable is scaled to 0: kubectl scale deployment app-stable --replicas=3 starts it",
  );
  const scaled = { ...asleep, declared: { minReplicas: 2, maxReplicas: 10 }, second: false };
  expect(texts(scaled)).toEqual(["ready pods of stable must be at least 1 to carry everything alone: got 0"]);
});

test("checkCapacity() counts missing Deployments as no pods", () => {
  expect(texts(factsWithout("stable"))).toHaveLength(1);
  expect(texts(factsWithout("canary"))).toHaveLength(1);
});

test("checkCapacity() takes an unknown weight as 0", () => {
  expect(checkCapacity(factsWithout("route")).fine).toBe("stable 3 of 3 pods ready, canary 1 of 1");
});

test("checkCapacity() tells why no pod can be made, which no pod shows, and blames no image for it", () => {
  const trouble = 'FailedCreate: pods "app-canary-1" is forbidden: exceeded quota: compute';
  const facts = factsOf({
    stable: trackOf(before, 3, { readyReplicas: 1, trouble: "FailedCreate: no room" }),
    canary: trackOf(released, 1, { readyReplicas: 0, trouble }),
    endpoints: { stable: 1, canary: 0 },
    canaryPods: [],
  });
  expect(texts(facts)).toEqual([
    "ready pods of stable must be at least 3 to carry everything alone: got 1; FailedCreate: no room",
    `ready pods of canary must be at least 1 (1 % of 3): got 0; ${trouble}`,
  ]);
  expect(checkCapacity(facts).problems[1]?.fix).toMatch(/^let the namespace have room/);
});

test("checkCapacity() never takes 0 of 0 pods for enough, whatever is declared or found", () => {
  const asleep = factsOf({ stable: trackOf(before, 0), endpoints: { stable: 0, canary: 1 } });
  for (const declared of [{ replicas: 0 }, { minReplicas: 0, maxReplicas: 5 }])
    for (const second of [true, false])
      expect(texts({ ...asleep, declared, second, stableFloor: 0 })).toEqual([
        "ready pods of stable must be at least 1 to carry everything alone: got 0",
      ]);
});

test("checkCapacity() tells of an autoscaler that does not scale, which is no reason to refuse by itself", () => {
  const idleScaler = "HorizontalPodAutoscaler app-stable does not scale: FailedGetResourceMetric: no cpu";
  expect(checkCapacity(factsOf({ idleScaler }))).toMatchObject({
    problems: [],
    fine: expect.stringContaining(idleScaler) as string,
  });
  const short = factsOf({ idleScaler, stable: trackOf(before, 3, { readyReplicas: 2 }) });
  expect(texts(short)[0]).toContain(`got 2; ${idleScaler}`);
});

describe("checkCapacity() where pods make the share", () => {
  const facts = factsOf({
    byPods: true,
    declared: { replicas: 4 },
    stable: trackOf(before, 4),
    canary: trackOf(released, 1),
    endpoints: { stable: 4, canary: 1 },
    ledger: ledgerOf(),
    route: routeOf(20),
  });

  test("asks for the pods of the live weight: those of the next one are the raise itself", () => {
    expect(texts({ ...facts, weight: 50 })).toEqual([]);
    expect(texts({ ...facts, weight: 50, route: routeOf(0) })).toEqual([
      "ready pods of canary must be at least 4 (50 % of 4): got 1",
    ]);
  });

  test("asks for all of them before all connections go to the canary", () => {
    expect(texts({ ...facts, weight: 100 })).toEqual([
      "ready pods of canary must be at least 4 (100 % of 4): got 1",
    ]);
  });
});
