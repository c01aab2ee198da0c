import { readCondition } from "../../../../components/core/convert/condition";

const bound = (direction: string, limit: number, isStrict = false) => ({ direction, limit, isStrict });

test.each([
  ["result[0] >= 0.95", "success", [bound("atLeast", 0.95)], false],
  ["result < 5", "success", [bound("atMost", 5, true)], false],
  ["((result[0] <= 1e-3))", "success", [bound("atMost", 0.001)], false],
  ["default(result, 0) <= 5", "success", [bound("atMost", 5)], false],
  ["all(result, # < 0.01)", "success", [bound("atMost", 0.01, true)], false],
  ["len(result) == 0 || result[0] > 0.9", "success", [bound("atLeast", 0.9, true)], true],
  [
    "isNaN(result[0]) || (result[0] >= 1 && result[0] <= 9)",
    "success",
    [bound("atLeast", 1), bound("atMost", 9)],
    true,
  ],
  ["result[0] > 9", "failure", [bound("atMost", 9)], false],
  ["result[0] < 1 || result[0] >= 9", "failure", [bound("atLeast", 1), bound("atMost", 9, true)], false],
  ["isNaN(result) || result[0] <= 9", "failure", [bound("atLeast", 9, true)], false],
] as const)("readCondition() reads %s as limits of a %s", (text, kind, bounds, passesOnNoData) => {
  expect(readCondition(text, kind)).toEqual({ bounds, passesOnNoData });
});

test.each([
  ["result[0] == 1", "success"],
  ["result.status == 'ok'", "success"],
  ["result[0] > 1 || result[1] > 2", "success"],
  ["(result[0] > 1) + (result[1] > 2)", "success"],
  ["result[0] > 1 && result[0] < 0", "failure"],
  ["isNaN(result)", "failure"],
  ["((result[0] > 1)", "success"],
  ["len(result) == 0", "success"],
] as const)("readCondition() leaves %s of a %s to a person", (text, kind) => {
  expect(readCondition(text, kind)).toBeUndefined();
});
