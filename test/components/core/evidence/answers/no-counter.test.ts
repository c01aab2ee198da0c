import { isNoCounter } from "../../../../../components/core/evidence/answers/no-counter";

test.each([
  ["nothing", [], false],
  ["a counter", [1, 2, 5], false],
  ["a restart", [90, 95, 2, 5], false],
  ["a crash loop", [90, 1, 4, 0, 3, 2, 90], false],
  ["small counts", [5, 4, 9, 8], false],
  ["a sample of somebody who was behind", [90, 95, 94, 99], false],
  ["values that are no numbers", [1, Number.NaN, Infinity], false],
  ["a value that rises and falls", [50, 60, 55], true],
  ["a value that goes up and down", [50, 4, 60, 8, 70, 2, 80, 9], true],
])("isNoCounter() of %s", (_, values, expected) => {
  expect(isNoCounter(values.map((value, i) => [i, value]))).toBe(expected);
});
