import {
  expressionFault,
  findExpression,
  matchesExpression,
  matchesWhole,
} from "../../../components/core/regular-expression";

test("expressions are those of RE2", () => {
  expect(matchesExpression("[[:digit:]]+", "a1")).toBe(true);
  expect(matchesWhole("[[:digit:]]+", "a1")).toBe(false);
  expect(matchesWhole("a|b", "b")).toBe(true);
  expect(findExpression("[a-z]", "a1b2c", 2)).toEqual(["a", "b"]);
  expect(findExpression("[a-z]", "a1b")).toEqual(["a", "b"]);
});

test("an expression that RE2 refuses is named", () => {
  expect(expressionFault("a+")).toBeUndefined();
  expect(expressionFault("a(?=b)")).toMatch(/^must be a regular expression of RE2: /);
  expect(() => matchesExpression("(", "x")).toThrow(SyntaxError);
});
