import { counter, kept } from "./support";
import type { Count } from "./support";

const one: Count = (at) => 500 + 4.3 * at;
const two: Count = (at) => 90 + 1.9 * at;
const both: Count = (at) => Math.floor(one(at)) + Math.floor(two(at));

const pods = [counter({ pod: "p" }, one), counter({ pod: "q" }, two)];

test("a sum beside its parts is left out, and it says what it lacks", () => {
  const { ids, notes } = kept([...pods, counter({}, both)]);
  expect(ids).toHaveLength(2);
  expect(ids.every((id) => id.includes("pod="))).toBe(true);
  expect(notes).toEqual(["series without pod are sums of those with: they are left out"]);
});

test("a sum that is evaluated at moments of its own is left out", () => {
  expect(kept([...pods, counter({}, (at) => both(at - (at % 5)), { from: 3, every: 30 })]).ids).toHaveLength(
    2,
  );
});

test("a sum over methods is left out", () => {
  const parts = [counter({ pod: "p", method: "GET" }, one), counter({ pod: "p", method: "POST" }, two)];
  expect(kept([...parts, counter({ pod: "p" }, both)]).ids).toHaveLength(2);
});

test("a series that only lacks a label is no sum", () => {
  const routed = [counter({ pod: "p", route: "/a" }, one), counter({ pod: "p", route: "/b" }, two)];
  const unmatched = counter({ pod: "p" }, (at) => 30 + at / 2);
  const { ids, notes } = kept([...routed, unmatched]);
  expect([ids.length, notes]).toEqual([3, []]);
});

test("a sum of the other track is no sum of these parts", () => {
  expect(kept([...pods, counter({ track: "stable" }, both)]).ids).toHaveLength(3);
});
