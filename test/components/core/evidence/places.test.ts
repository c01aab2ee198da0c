import { counter, kept } from "./support";
import type { Count } from "./support";

const prod: Count = (at) => 1000 + 2 * at;
const staging: Count = (at) => 1000 + 80 * at;
const clusters = [
  counter({ pod: "p", cluster: "prod" }, prod),
  counter({ pod: "p", cluster: "staging" }, staging),
];

test("series of two places are a doubt, with the values found and what to choose", () => {
  const { doubts } = kept(clusters);
  expect(doubts).toEqual(['series of one app must come from one place: got cluster ("prod", "staging")']);
});

test.each([
  ["the chosen place alone is read", { cluster: "staging" }, ["staging"]],
  ["all of them are, where all are wanted", { cluster: "*" }, ["prod", "staging"]],
])("%s", (_, places, expected) => {
  const { doubts, ids } = kept([...clusters, counter({ pod: "q" }, (at) => at)], { places });
  expect(doubts).toEqual([]);
  expect(ids.flatMap((id) => /cluster="(\w+)"/.exec(id)?.[1] ?? [])).toEqual(expected);
  expect(ids).toHaveLength(expected.length + 1);
});

test("a place that only some series have is one place", () => {
  const half = [
    counter({ pod: "p", zone: "a" }, prod),
    counter({ pod: "q" }, staging),
    counter({ pod: "r", zone: "" }, prod),
  ];
  expect(kept(half).doubts).toEqual([]);
});

test("each track in a place of its own is none of this doubt's business", () => {
  const tracks = [
    counter({ pod: "p", env: "canary" }, prod),
    counter({ pod: "q", env: "main", track: "stable" }, prod),
  ];
  expect(kept(tracks).doubts).toEqual([]);
});

test.each([
  ["a label of requests: one target has several values", "p", "p", []],
  [
    "a place: each target has one",
    "p",
    "q",
    ['series of one app must come from one place: got tenant ("x", "y")'],
  ],
])("a tenant is %s", (_, one, other, expected) => {
  const series = [counter({ pod: one, tenant: "x" }, prod), counter({ pod: other, tenant: "y" }, staging)];
  expect(kept(series).doubts).toEqual(expected);
});

test("a tenant of a target without the label elsewhere is a place", () => {
  const series = [
    counter({ pod: "p", tenant: "x", job: "j" }, prod),
    counter({ pod: "p", job: "j", method: "GET" }, staging),
    counter({ pod: "q", tenant: "y", job: "j" }, prod),
  ];
  expect(kept(series).doubts).toHaveLength(1);
});

test("two places are never copies of each other", () => {
  const same = ["a", "b"].map((cluster) => counter({ job: cluster, instance: "10.0.0.1:80", cluster }, prod));
  expect(kept(same, { places: { cluster: "*" } }).ids).toHaveLength(2);
});
