import fc from "fast-check";
import { matchWeight, mirrorWeight } from "../../../components/core/stage/exposure";
import { costOfWaiting } from "../../../cli/preview/waiting-cost";

test("a release costs time, requests to the canary and pods", () => {
  const stages = [
    { weight: 5, seconds: 600 },
    { weight: 50, seconds: 1800 },
  ];
  expect(costOfWaiting({ stages, replicas: 4, requestsPerSecond: 20 })).toEqual({
    stages: [
      { weight: 5, seconds: 600, extraPods: 2, canaryRequests: 600 },
      { weight: 50, seconds: 1800, extraPods: 2, canaryRequests: 18_000 },
    ],
    totalSeconds: 2400,
    podHours: (1200 + 3600) / 3600,
    hour: { weight: 5, canaryRequests: 3600, podHours: 2 },
  });
});

test("what is not known is left out", () => {
  const cost = costOfWaiting({ stages: [{ weight: 5, seconds: 60 }, { weight: 100 }], replicas: 2 });
  expect(cost).toEqual({
    stages: [
      { weight: 5, seconds: 60, extraPods: 2 },
      { weight: 100, extraPods: 2 },
    ],
  });
  expect(costOfWaiting({ stages: [], replicas: 2 })).toEqual({ stages: [] });
});

test("a match has the requests of its users, and checks at weight 0 have none", () => {
  const stages = [
    { weight: matchWeight, seconds: 600 },
    { weight: 100, seconds: 900, checksSeconds: 300 },
  ];
  expect(costOfWaiting({ stages, replicas: 4, requestsPerSecond: 20 })).toMatchObject({
    stages: [{ weight: matchWeight, seconds: 600, extraPods: 1 }, { canaryRequests: 12_000 }],
    totalSeconds: 1500,
    hour: { weight: 100, canaryRequests: 72_000 },
  });
  expect(costOfWaiting({ stages, replicas: 4, requestsPerSecond: 20 }).stages[0]).not.toHaveProperty(
    "canaryRequests",
  );
});

test("a mirror has the requests that are copied, and pods for them", () => {
  const stages = [
    { weight: mirrorWeight, load: 50, seconds: 600 },
    { weight: 100, seconds: 900 },
  ];
  expect(costOfWaiting({ stages, replicas: 8, requestsPerSecond: 20 }).stages[0]).toEqual({
    weight: mirrorWeight,
    load: 50,
    seconds: 600,
    extraPods: 4,
  });
});

test("a stage without end makes the whole endless", () => {
  const stages = [{ weight: 5, seconds: Infinity }];
  expect(costOfWaiting({ stages, replicas: 2, requestsPerSecond: 1 })).toMatchObject({
    totalSeconds: Infinity,
  });
});

test("a longer stage never costs less", () => {
  const seconds = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(seconds, seconds, fc.integer({ min: 1, max: 100 }), (a, b, weight) => {
      const cost = (time: number) =>
        costOfWaiting({ stages: [{ weight, seconds: time }], replicas: 3, requestsPerSecond: 7 });
      const [short, long] = [cost(Math.min(a, b)), cost(Math.max(a, b))];
      expect(long.podHours).toBeGreaterThanOrEqual(short.podHours ?? 0);
      expect(long.stages[0]?.canaryRequests).toBeGreaterThanOrEqual(short.stages[0]?.canaryRequests ?? 0);
    }),
  );
});
