import { judge } from "../../../../components/core/verdict";
import { findOutside, hasCommonCause } from "../../../../components/core/verdict/common-cause";
import { begin, observeAll } from "./support";

const outage = { requests: 1000, errors: 200 };
const healthy = { requests: 1000, errors: 1 };
const thin = { requests: 10, errors: 1 };

test.each([
  { name: "both break it", stable: outage, canary: outage, weight: 5, outside: [true, true] },
  { name: "a thin canary in an outage", stable: outage, canary: thin, weight: 5, outside: [true, true] },
  {
    name: "a thin canary beside a healthy stable",
    stable: healthy,
    canary: thin,
    weight: 5,
    outside: [false, false],
  },
  { name: "the canary alone", stable: healthy, canary: outage, weight: 5, outside: [false, true] },
  {
    name: "a hotfix beside a broken stable",
    stable: outage,
    canary: healthy,
    weight: 5,
    outside: [true, false],
  },
  {
    name: "weight 100, where stable carries nothing",
    stable: outage,
    canary: outage,
    weight: 100,
    outside: [false, true],
  },
])("findOutside(): $name", ({ stable, canary, weight, outside }) => {
  const state = { ...begin({}, { weight }), stable, canary };
  expect(findOutside(state)).toEqual({ stable: outside[0], canary: outside[1] });
  expect(hasCommonCause(state)).toBe(outside[0] === true && outside[1] === true);
});

test("the absolute test takes a fixed share of the evidence, also while it is silent", () => {
  const { lnE, absoluteShare } = judge(observeAll(begin({ absoluteShare: 0.2 }), [[50, 5, 950, 1]])).evidence;
  const alone = judge(observeAll(begin(), [[50, 5, 950, 1]])).evidence.lnE;
  expect(absoluteShare).toBe(0.2);
  expect(lnE).toBeCloseTo(Math.log(0.8 * Math.exp(alone) + 0.2), 12);
});
