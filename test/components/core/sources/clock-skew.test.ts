import { findClockSkew } from "../../../../components/core/sources/clock-skew";

test.each([
  { name: "accepts equal clocks", own: 1000, other: 1000, expected: undefined },
  { name: "accepts 5 s", own: 1000, other: 1005, expected: undefined },
  { name: "names a clock that is ahead", own: 1000, other: 1065, expected: "65.0 s ahead of this machine" },
  { name: "names a clock that is behind", own: 1000, other: 994, expected: "6.0 s behind this machine" },
])("findClockSkew() $name", ({ own, other, expected }) => {
  const found = findClockSkew(own, other);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(expected);
});
