import { chooseBadErrorRatio, defaultParameters } from "../../../../components/core/verdict";
import { findParameterProblems } from "../../../../components/core/verdict/parameters";
import type { VerdictParameters } from "../../../../components/core/verdict";

test("defaultParameters() derives gap, pass bound and shares from what is given", () => {
  expect(defaultParameters()).toMatchObject({ tickSeconds: 5, gapSeconds: 25, pBad: 0.02, errorsWeight: 1 });
  const given = { tickSeconds: 2, objectiveErrorRatio: 0.005, latencyBoundsSeconds: [0.1, 1] };
  expect(defaultParameters(given)).toMatchObject({ gapSeconds: 10, pBad: 0.01, errorsWeight: 0.5 });
});

test.each<[Partial<VerdictParameters>, string]>([
  [{ tickSeconds: 0 }, "tickSeconds must be 0.1 to 600 s: got 0"],
  [{ tickSeconds: 0.01 }, "tickSeconds must be 0.1 to 600 s: got 0.01"],
  [{ tickSeconds: 601, gapSeconds: 601 }, "tickSeconds must be 0.1 to 600 s: got 601"],
  [{ gapSeconds: 4 }, "gapSeconds must be at least one tick of 5 s: got 4"],
  [{ gapSeconds: 4000 }, "gapSeconds must be 1 tick to 3600 s: got 4000"],
  [{ warmupSeconds: -1 }, "warmupSeconds must be 0 to 86400 s: got -1"],
  [{ toleratedRatio: 0.5 }, "toleratedRatio must be 1 to 100: got 0.5"],
  [{ toleratedSlowRatio: 60 }, "toleratedSlowRatio must be 1 to 50: got 60"],
  [{ errorsWeight: 0 }, "errorsWeight must be above 0 up to 1: got 0"],
  [
    { latencyBoundsSeconds: [0.1], errorsWeight: 1 },
    "errorsWeight must be below 1 where more than errors is judged: got 1",
  ],
  [
    { latencyBoundsSeconds: [0.5, 0.1] },
    "latencyBoundsSeconds must be above 0 s and ascending: got 0.5, 0.1",
  ],
  [{ latencyBoundsSeconds: [0] }, "latencyBoundsSeconds must be above 0 s and ascending: got 0"],
  [
    { latencyBoundsSeconds: [Infinity] },
    "latencyBoundsSeconds must be above 0 s and ascending: got Infinity",
  ],
  [{ events: [{ name: "csp", toleratedRatio: 0.5 }] }, 'toleratedRatio of "csp" must be 1 to 100: got 0.5'],
  [{ gauges: [{ name: "cpu", limit: Number.NaN }] }, 'limit of "cpu" must be a number: got NaN'],
  [{ gauges: [{ name: "c u", limit: 1 }] }, 'must be letters, digits and dashes, and unique: got "c u"'],
  [
    { gauges: [{ name: "cpu", limit: 1 }], events: [{ name: "cpu", toleratedRatio: 2 }] },
    'must be letters, digits and dashes, and unique: got "cpu"',
  ],
  [{ alpha: 1 }, "alpha must be above 0 and below 1: got 1"],
  [{ beta: 0 }, "beta must be above 0 and below 1: got 0"],
  [{ trim: 1.5 }, "trim must be a whole number from 0 to 10: got 1.5"],
  [{ amber: 1 }, "amber must be above 1: got 1"],
  [{ objectiveErrorRatio: 0.5, pBad: 0.5 }, "objectiveErrorRatio must be above 0 and below 0.5: got 0.5"],
  [{ pBad: Number.NaN }, "pBad must be above 0 and below 0.999: got NaN"],
  [{ absoluteShare: 1 }, "absoluteShare must be 0 to below 1: got 1"],
  [{ passAboveWeight: 101 }, "passAboveWeight must be 0 to 100 %: got 101"],
  [{ temperAbove: 0 }, "temperAbove must be at least 1: got 0"],
])("defaultParameters(%j) is refused", (overrides, problem) => {
  expect(() => defaultParameters(overrides)).toThrow(RangeError);
  expect(() => defaultParameters(overrides)).toThrow(problem);
});

test("defaultParameters() names every problem at once", () => {
  expect(() => defaultParameters({ alpha: 2, beta: 2 })).toThrow(/alpha .*; beta /);
});

test("findParameterProblems() tells parameter and rule as data", () => {
  const events = [{ name: "a: got b", toleratedRatio: 0.5 }];
  expect(findParameterProblems({ alpha: 2, events })).toEqual([
    {
      path: "alpha",
      rule: "be above 0 and below 1",
      text: "alpha must be above 0 and below 1: got 2",
    },
    {
      path: "events",
      rule: "be 1 to 100",
      text: 'toleratedRatio of "a: got b" must be 1 to 100: got 0.5',
    },
    {
      path: "events",
      rule: "be letters, digits and dashes, and unique",
      text: 'name of an event or gauge must be letters, digits and dashes, and unique: got "a: got b"',
    },
  ]);
  expect(findParameterProblems({})).toEqual([]);
});

test.each([
  [0.01, 0, 0.02],
  [0.01, 0.02, 0.04],
  [0.4, 0.7, 0.998],
])("chooseBadErrorRatio(%p, %p) is %p", (objective, baseline, wanted) => {
  expect(chooseBadErrorRatio(objective, baseline)).toBe(wanted);
});
