import { assert, integer, property, stringMatching } from "fast-check";
import { compareEpochs, laterEpoch, nextEpoch, parseEpoch } from "../../../../components/core/routers/epoch";

test.each([
  ["12-9f3a61c2", { counter: 12, id: "9f3a61c2" }],
  ["", undefined],
  ["12", undefined],
  ["0-ab", undefined],
  ["-1-ab", undefined],
  ["12-", undefined],
  ["12-a b", undefined],
  ["9999999999999999999-ab", undefined],
])("parseEpoch() reads %p as %p", (text, expected) => {
  expect(parseEpoch(text)).toEqual(expected);
});

test("nextEpoch() starts at 1 on a route without a readable epoch", () => {
  expect(nextEpoch("", "ab")).toBe("1-ab");
  expect(nextEpoch("written by hand", "ab")).toBe("1-ab");
});

test("nextEpoch() refuses an id that could not be read back", () => {
  expect(() => nextEpoch("", "a-b")).toThrow('randomId must be letters and digits: got "a-b"');
});

test("nextEpoch() is newer than what it follows, and keeps its id", () => {
  const ids = stringMatching(/^[0-9a-f]{1,12}$/);
  assert(
    property(integer({ min: 1, max: 1e12 }), ids, ids, (counter, id, randomId) => {
      const current = `${counter}-${id}`;
      const next = nextEpoch(current, randomId);
      expect(compareEpochs(next, current)).toBeGreaterThan(0);
      expect(compareEpochs(current, next)).toBeLessThan(0);
      expect(parseEpoch(next)).toEqual({ counter: counter + 1, id: randomId });
    }),
  );
});

test("compareEpochs() puts what is no epoch first", () => {
  expect(compareEpochs("", "1-a")).toBeLessThan(0);
  expect(compareEpochs("1-a", "nonsense")).toBeGreaterThan(0);
  expect(compareEpochs("7-a", "7-b")).toBe(0);
});

test.each([
  ["8-a", "7-b", "8-a"],
  ["7-a", "8-b", "8-b"],
  ["7-a", "7-b", "7-b"],
  ["", "1-b", "1-b"],
  ["1-a", "", "1-a"],
])("laterEpoch() of %j and %j is %j", (a, b, later) => {
  expect(laterEpoch(a, b)).toBe(later);
});
