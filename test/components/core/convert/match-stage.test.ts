import { describeMatch, toMatch } from "../../../../components/core/convert/match-stage";
import { toSoak } from "../../../../components/core/convert/write-duration";

test.each([
  ["X-Test", { exact: "yes" }, { header: "X-Test", exact: "yes" }],
  ["X-Test", { prefix: "y" }, { header: "X-Test", prefix: "y" }],
  ["X-Test", { regex: "y|n" }, { header: "X-Test", regex: "y|n" }],
  ["X-Test", { regex: "(?=y)" }, undefined],
  ["X-Test", { exact: "" }, undefined],
  ["X-Test", {}, undefined],
  ["x_test", { exact: "a" }, undefined],
  ["Host", { exact: "a" }, undefined],
  ["cookie", { regex: "^(.*?;)?(canary=always)(;.*)?$" }, { cookie: "canary", exact: "always" }],
  ["Cookie", { regex: "^(.*?; )?(canary=always)(;.*)?$" }, { cookie: "canary", exact: "always" }],
  ["Cookie", { regex: ".*canary.*" }, undefined],
  ["Cookie", { exact: "canary=always" }, undefined],
])("toMatch(%j, %j) is %j", (header, condition, expected) => {
  expect(toMatch(header, condition)).toEqual(expected);
});

test("a match is told in words, and a soak is at least a second", () => {
  expect(describeMatch({ cookie: "canary", exact: "always" })).toBe("cookie canary, exact always");
  expect([toSoak(undefined), toSoak(0.4), toSoak(1e9)]).toEqual([{}, { soak: "1s" }, { soak: "24h" }]);
});
