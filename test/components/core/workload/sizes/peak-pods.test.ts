import { explainPeak, findPeak, refusePeak } from "../../../../../components/core/workload/sizes/peak-pods";

const declared = { replicas: 4 };

test.each([
  {
    name: "stable as it is live, the same for the canary, and a surge of each",
    load: { declared, replicas: 10, weight: 0 },
    weights: [5, 100],
    maxSurge: "25%",
    want: { stable: 10, canary: 10, surge: 6, total: 26 },
  },
  {
    name: "the declared number where less is live",
    load: { declared, replicas: 2, weight: 0 },
    weights: [50],
    maxSurge: 1,
    want: { stable: 4, canary: 2, surge: 2, total: 8 },
  },
  {
    name: "no canary in a first deploy",
    load: { declared, replicas: 4, weight: 0 },
    weights: [],
    maxSurge: "1%",
    want: { stable: 4, canary: 0, surge: 1, total: 5 },
  },
  {
    name: "the whole load's pods where the canary has a share",
    load: { declared: { minReplicas: 2, maxReplicas: 20 }, replicas: 6, floor: 2, weight: 50 },
    weights: [50, 100],
    maxSurge: 0,
    want: { stable: 12, canary: 12, surge: 0, total: 24 },
  },
])("findPeak() counts $name", ({ load, weights, maxSurge, want }) => {
  expect(findPeak({ load, weights, maxSurge })).toEqual(want);
});

test("findPeak() counts the stage that needs the most where pods make the share, which is not the last one", () => {
  const load = { declared, replicas: 4, weight: 0 };
  const peak = findPeak({ load, weights: [50, 80, 100], byPods: true, maxSurge: 0 });
  expect(peak).toEqual({ stable: 4, canary: 16, surge: 0, total: 20 });
});

test("refusePeak() refuses what passes a limit, to the connection", () => {
  const peak = { stable: 10, canary: 10, surge: 6, total: 26 };
  expect(refusePeak("shop", peak, { connections: 15, limit: 390 })).toBeUndefined();
  expect(refusePeak("shop", peak, { connections: 15, limit: 389 })).toEqual({
    text: 'Cannot release "shop": sluice:app.perPod.limit must be at least 390: got 389; a pod takes 15, at most 26 pods at once (10 stable, 10 canary, 6 while they roll)',
    fix: "let each pod take fewer, have the limit raised and set it here, or release when stable has fewer pods",
  });
});

test("explainPeak() leaves the canary out where there is none", () => {
  expect(explainPeak({ stable: 4, canary: 0, surge: 1, total: 5 })).toBe(
    "at most 5 pods at once (4 stable, 1 while they roll)",
  );
});
