import { judge, watchStable } from "../../../../../components/core/verdict";
import { findOutside, hasCommonCause } from "../../../../../components/core/verdict/comparisons/common-cause";
import { begin, observeAll } from "../support";
import type { Quad } from "../support";

const repeat = (times: number, quad: Quad): Quad[] => Array.from({ length: times }, () => quad);
const clean = repeat(24, [10, 0, 1000, 1]);

test.each<{ name: string; quads: Quad[]; weight?: number; outside: [boolean, boolean] }>([
  { name: "both break it", quads: repeat(4, [1000, 200, 1000, 200]), outside: [true, true] },
  { name: "a thin canary in an outage", quads: repeat(4, [3, 1, 1000, 200]), outside: [true, true] },
  {
    name: "a thin canary beside a healthy stable",
    quads: repeat(2, [3, 1, 1000, 1]),
    outside: [false, false],
  },
  { name: "the canary alone", quads: repeat(4, [1000, 200, 1000, 1]), outside: [false, true] },
  { name: "a hotfix beside a broken stable", quads: repeat(4, [1000, 1, 1000, 200]), outside: [true, false] },
  { name: "weight 100", quads: repeat(4, [1000, 200, 0, 0]), weight: 100, outside: [false, true] },
  {
    name: "an outage that is over",
    quads: [...repeat(4, [1000, 200, 1000, 200]), ...repeat(40, [1000, 1, 1000, 1])],
    outside: [false, false],
  },
])("findOutside(): $name", ({ quads, weight = 5, outside }) => {
  const state = observeAll(begin({}, { weight }), [...(weight === 100 ? [] : clean), ...quads]);
  expect(findOutside(state)).toEqual({ stable: outside[0], canary: outside[1] });
  expect(hasCommonCause(state)).toBe(outside[0] && outside[1]);
});

test("findOutside() asks the canary's counts where stable is not watched", () => {
  const state = { ...begin(), watch: null };
  expect(findOutside(state)).toEqual({ stable: false, canary: false });
  expect(findOutside({ ...state, canary: { requests: 100, errors: 90 } }).canary).toBe(true);
  expect(hasCommonCause({ ...state, canary: { requests: 100, errors: 90 } })).toBe(false);
});

test("hasCommonCause() asks only the canary where stable was outside before the first raise", () => {
  const baseline = { requests: 10_000, errors: 500, medianErrorRatio: 0.05 };
  const state = watchStable(begin(), baseline, 1000);
  expect(hasCommonCause(observeAll(state, repeat(9, [200, 10, 1000, 1])))).toBe(true);
  expect(hasCommonCause(observeAll(state, repeat(9, [200, 0, 1000, 50])))).toBe(false);
});

test("the absolute test takes a fixed share of the evidence, also while it is silent", () => {
  const { lnE, absoluteShare } = judge(observeAll(begin({ absoluteShare: 0.2 }), [[50, 5, 950, 1]])).evidence;
  const alone = judge(observeAll(begin(), [[50, 5, 950, 1]])).evidence.lnE;
  expect(absoluteShare).toBe(0.2);
  expect(lnE).toBeCloseTo(Math.log(0.8 * Math.exp(alone) + 0.2), 12);
});
