import { selects } from "../../../policies/workloads/selector";

const labels = { app: "shop" };

describe("selects()", () => {
  const one = (key: string, operator: string, ...values: string[]) => ({
    matchExpressions: [{ key, operator, values }],
  });
  test.each([
    [one("app", "In", "cart", "shop"), true],
    [one("app", "In", "cart"), false],
    [one("app", "NotIn", "cart"), true],
    [one("app", "NotIn", "shop"), false],
    [one("tier", "NotIn", "web"), true],
    [one("app", "Exists"), true],
    [one("tier", "Exists"), false],
    [one("tier", "DoesNotExist"), true],
    [one("app", "Like", "shop"), false],
    [undefined, false],
    [{}, true],
  ])("by %j gives %s", (selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
  });
});
