import * as fc from "fast-check";
import {
  canaryPods,
  canaryReplicas,
  fullReplicas,
  stableFloor,
} from "../../../../../components/core/workload/sizes/capacity";
import { shareOfPods } from "../../../../../components/core/workload/sizes/pod-share";

test.each([
  [3, 0, 0],
  [3, 1, 1],
  [3, 34, 2],
  [10, 20, 2],
  [2, 4, 1],
  [2, 5, 2],
  [1, 50, 1],
  [100, 7, 7],
  [3, 100, 3],
  [0, 5, 1],
])("canaryReplicas(%i, %i %%) is %i", (stable, weight, expected) => {
  expect(canaryReplicas(stable, weight)).toBe(expected);
});

test("canaryReplicas() is the least number of pods that carries the share", () => {
  const args = [fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 })] as const;
  fc.assert(
    fc.property(...args, (stable, weight) => {
      const pods = canaryReplicas(stable, weight);
      const least = weight >= 5 && stable >= 2 ? 2 : 1;
      return pods * 100 >= stable * weight && (pods === least || (pods - 1) * 100 < stable * weight);
    }),
  );
});

const declared = { minReplicas: 2, maxReplicas: 10 };

test.each([
  { name: "rests on the declared minimum before any raise", load: { replicas: 2, weight: 0 }, floor: 2 },
  { name: "is what carries everything at weight 0", load: { replicas: 6, floor: 2, weight: 0 }, floor: 6 },
  { name: "stays while the autoscaler rests on it", load: { replicas: 6, floor: 6, weight: 50 }, floor: 6 },
  { name: "stays while pods are still coming", load: { replicas: 4, floor: 6, weight: 50 }, floor: 6 },
  {
    name: "grows in proportion where stable's share wants more",
    load: { replicas: 7, floor: 6, weight: 20 },
    floor: 9,
  },
  { name: "ends at the declared maximum", load: { replicas: 8, floor: 6, weight: 50 }, floor: 10 },
  {
    name: "does not divide by stable's share of nothing",
    load: { replicas: 7, floor: 6, weight: 100 },
    floor: 7,
  },
  {
    name: "is not less than a canary that has half of the load",
    load: { replicas: 2, floor: 4, weight: 50, canaryReplicas: 7 },
    floor: 7,
  },
  {
    name: "grows with a canary that has all of it",
    load: { replicas: 2, floor: 4, weight: 100, canaryReplicas: 7 },
    floor: 7,
  },
  {
    name: "is not told by a canary that has little",
    load: { replicas: 4, floor: 4, weight: 5, canaryReplicas: 3 },
    floor: 4,
  },
  { name: "never goes below the declared minimum", load: { replicas: 0, floor: 1, weight: 0 }, floor: 2 },
])("stableFloor() $name", ({ load, floor }) => {
  expect(stableFloor({ declared, ...load })).toBe(floor);
  expect(fullReplicas({ declared, ...load })).toBe(floor);
});

test("stableFloor() never falls within a release", () => {
  const load = fc.record({
    replicas: fc.integer({ min: 0, max: 20 }),
    floor: fc.integer({ min: 2, max: 10 }),
    weight: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(fc.property(load, (one) => stableFloor({ declared, ...one }) >= one.floor));
});

test.each([
  ["for its half", 4, 6, 50, 8],
  ["for a fifth less than all", 4, 8, 20, 9],
  ["while the canary has everything", 4, 6, 100, 6],
  ["and was given fewer", 6, 4, 50, 4],
])(
  "fullReplicas() in proportion to what stable was given meanwhile: %s",
  (_, earlier, replicas, weight, full) => {
    expect(fullReplicas({ declared: { replicas: 2 }, replicas, weight, before: earlier })).toBe(full);
  },
);

test("fullReplicas() without autoscaler grows with a canary that somebody scaled up", () => {
  const load = { declared: { replicas: 3 }, replicas: 3 };
  expect(fullReplicas({ ...load, weight: 100, canaryReplicas: 9 })).toBe(9);
  expect(fullReplicas({ ...load, weight: 50, canaryReplicas: 2 })).toBe(3);
  expect(fullReplicas({ ...load, weight: 20, canaryReplicas: 9 })).toBe(3);
});

test.each([
  [3, 3],
  [5, 5],
  [1, 3],
])("fullReplicas() without autoscaler and %i live replicas is %i", (replicas, expected) => {
  const load = { declared: { replicas: 3 }, replicas, weight: 20 };
  expect(fullReplicas(load)).toBe(expected);
  expect(stableFloor(load)).toBe(3);
});

const sizes = fc.record({
  stable: fc.integer({ min: 1, max: 50 }),
  canary: fc.integer({ min: 0, max: 50 }),
  live: fc.integer({ min: 0, max: 100 }),
  target: fc.integer({ min: 1, max: 100 }),
});

test("sizing both tracks again and again, for whatever weight, never grows beyond what the first look asks for", () => {
  fc.assert(
    fc.property(sizes, ({ stable, canary, live, target }) => {
      const look = ({ replicas, pods }: { replicas: number; pods: number }) => {
        const full = fullReplicas({
          declared: { replicas: 2 },
          replicas,
          weight: live,
          canaryReplicas: pods,
        });
        return { replicas: Math.max(replicas, full), pods: Math.max(pods, canaryReplicas(full, target)) };
      };
      const first = look({ replicas: stable, pods: canary });
      expect(look(look(first))).toEqual(first);
      expect(first.replicas).toBeLessThanOrEqual(Math.max(2, stable, canary));
    }),
  );
});

test("a canary that is sized for 100 % before the raise asks for no more of stable", () => {
  const load = { declared: { replicas: 5 }, replicas: 5, weight: 50, canaryReplicas: 5 };
  expect(fullReplicas(load)).toBe(5);
});

describe("canaryReplicas() where pods make the share", () => {
  test.each([
    [2, 33, 0],
    [2, 34, 1],
    [3, 1, 0],
    [3, 25, 1],
    [3, 50, 3],
    [4, 99, 396],
    [3, 100, 3],
    [3, 0, 0],
  ])("of %i pods of stable and %i %% is %i", (stable, weight, expected) => {
    expect(canaryReplicas(stable, weight, true)).toBe(expected);
  });

  test("is the most pods whose share is not more than what was granted", () => {
    const args = [fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 99 })] as const;
    fc.assert(
      fc.property(...args, (stable, weight) => {
        const pods = canaryReplicas(stable, weight, true);
        const share = (canary: number): number => (100 * canary) / (stable + canary);
        return share(pods) <= weight && share(pods + 1) > weight && shareOfPods(stable, pods) <= weight;
      }),
    );
  });
});

test("canaryPods() counts from the pods that stable has, never from more than it needs", () => {
  const need = { full: 4, weight: 50 };
  expect(canaryPods({ ...need, stable: 8 })).toBe(2);
  expect(canaryPods({ ...need, stable: 3, byPods: true })).toBe(3);
  expect(canaryPods({ ...need, stable: 8, byPods: true })).toBe(4);
  expect(canaryPods({ ...need, stable: undefined, byPods: true })).toBe(4);
  expect(canaryPods({ full: 4, weight: 100, stable: 3, byPods: true })).toBe(4);
});
