import {
  defaultParameters,
  isLimitTooHigh,
  neededRequests,
  stableLimit,
  sumBaseline,
  wasOutside,
} from "../../../../../components/core/verdict";

const parameters = defaultParameters();
const parts = (...errors: number[]) => errors.map((count) => ({ requests: 1000, errors: count }));
const hour = (errors: number) => parts(...Array.from({ length: 12 }, () => errors));

test.each([
  { name: "a clean hour", counted: hour(0), limit: 0.01, outside: false },
  { name: "an hour of 0.5 %", counted: hour(5), limit: 0.015, outside: false },
  {
    name: "an hour with one bad part",
    counted: [...hour(0).slice(1), ...parts(900)],
    limit: 0.01,
    outside: false,
  },
  { name: "an odd number of parts", counted: [...hour(5), ...parts(5)], limit: 0.015, outside: false },
  { name: "an hour of 5 %: a hotfix is due", counted: hour(50), limit: 0.15, outside: true },
  { name: "an hour of 40 %", counted: hour(400), limit: 0.9, outside: true },
  { name: "five clean minutes", counted: parts(0), limit: 0.01, outside: false },
  { name: "100 requests", counted: [{ requests: 100, errors: 0 }], limit: 0.03, outside: false },
  { name: "five minutes of 2 %", counted: parts(20), limit: 0.063, outside: true },
  { name: "nothing", counted: [], limit: 0.9, outside: false },
  { name: "parts without requests", counted: [{ requests: 0, errors: 0 }], limit: 0.9, outside: false },
])("stableLimit() after $name", ({ counted, limit, outside }) => {
  const baseline = sumBaseline(counted);
  expect(stableLimit(parameters, baseline)).toBeCloseTo(limit, 12);
  expect(wasOutside(parameters, baseline)).toBe(outside);
});

test("a limit above 30 % is too high to move traffic by", () => {
  expect([0.3, 0.31].map(isLimitTooHigh)).toEqual([false, true]);
});

test("neededRequests() leave the limit at the objective", () => {
  const requests = neededRequests(parameters);
  expect(requests).toBe(300);
  expect(stableLimit(parameters, sumBaseline([{ requests, errors: 0 }]))).toBeCloseTo(0.01, 12);
});
