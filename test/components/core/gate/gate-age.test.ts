import { findStaleGate } from "../../../../components/core/gate/gate-age";

test.each([
  ["now", 1000, undefined],
  ["a minute ago", 1060, undefined],
  ["longer ago", 1061, "got 1m1s"],
  ["hours ago, while the machine slept", 1000 + 2 * 3600, "got 2h"],
  ["by a clock that was set back since", 999, "got a clock that was set back"],
])("findStaleGate(): a gate that was asked %s", (_, nowSeconds, expected) => {
  const found = findStaleGate(1000, nowSeconds);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toBe(`the gate's decision must be at most 60 s old: ${expected}`);
});
