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

test("several sums of the same parts are added up where each of them has a sample", () => {
  const parts = [
    counter({ pod: "p", code: "200" }, one),
    counter({ pod: "p", code: "204" }, two),
    counter({ pod: "p", code: "503" }, (at) => 3 * at),
  ];
  const [good, bad] = [both, (at: number) => 3 * at].map((count, nth) =>
    counter({ pod: "p", zone: String(nth) }, count, { every: nth === 0 ? 5 : 10 }),
  );
  const without = [good!, bad!].map(({ labels: { code: _code, ...labels }, samples }) => ({
    labels: labels as Record<string, string>,
    samples,
  }));
  expect(kept([...parts, ...without]).ids).toHaveLength(3);
});

test("a sum over methods is left out", () => {
  const parts = [counter({ pod: "p", method: "GET" }, one), counter({ pod: "p", method: "POST" }, two)];
  expect(kept([...parts, counter({ pod: "p" }, both)]).ids).toHaveLength(2);
});

test("a sum over a label that its parts do not have is left out", () => {
  const sums = [counter({ pod: "p", handler: "all" }, one), counter({ pod: "q", handler: "all" }, two)];
  const { ids, notes } = kept([...pods, ...sums]);
  expect(ids.filter((id) => id.includes("handler"))).toEqual([]);
  expect(ids).toHaveLength(2);
  expect(notes).toEqual(['series with handler ("all") are sums of those without: they are left out']);
});

test("a label that two kinds of series call a sum alike makes neither a sum of the other", () => {
  const all = [counter({ pod: "p", handler: "all" }, one), counter({ pod: "q", handler: "total" }, two)];
  expect(kept(all).ids).toHaveLength(2);
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

const stable: Count = (at) => 2000 + 17 * at;

test.each([
  ["another label", { source: "rule" }, 'source ("rule")'],
  ["an instance that is none", { instance: "all" }, 'instance ("all")'],
  ["the address of a gateway for pushes", { instance: "10.0.0.7:9091" }, 'instance ("10.0.0.7:9091")'],
])("a sum with %s is left out", (_, labels, shown) => {
  const scraped = [
    counter({ pod: "p", instance: "pod-p:80" }, one),
    counter({ pod: "q", instance: "pod-q:80" }, two),
    counter({ pod: "s", instance: "pod-s:80", track: "stable" }, stable),
  ];
  const sums = [counter(labels, both), counter({ ...labels, track: "stable" }, stable)];
  const { ids, notes } = kept([...scraped, ...sums]);
  expect(ids).toHaveLength(3);
  expect(ids.every((id) => id.includes("pod="))).toBe(true);
  expect(notes).toEqual([expect.stringContaining(`series with ${shown} are sums of those with`)]);
});

test("a label that says that it counts all is no value of its own", () => {
  const parts = [counter({ pod: "p", method: "GET" }, one), counter({ pod: "p", method: "POST" }, two)];
  expect(kept([...parts, counter({ pod: "p", method: "ALL" }, both)]).ids).toHaveLength(2);
});

test("of codes and of their classes the classes are left out", () => {
  const codes = (track: string, all: Count) => [
    counter({ pod: track, track, code: "200" }, all),
    counter({ pod: track, track, code: "204" }, (at) => all(at) / 3),
    counter({ pod: track, track, code: "503" }, (at) => all(at) / 7),
  ];
  const good: (all: Count) => Count = (all) => (at) => Math.floor(all(at)) + Math.floor(all(at) / 3);
  const classes = (track: string, all: Count) =>
    [counter({ pod: track, track }, good(all)), counter({ pod: track, track }, (at) => all(at) / 7)].map(
      ({ labels: { code: _code, ...labels }, samples }, i) => ({
        labels: { ...labels, code_class: `${i === 0 ? 2 : 5}xx` } as Record<string, string>,
        samples,
      }),
    );
  const all = [...codes("canary", one), ...codes("stable", stable)];
  const { ids } = kept([...classes("canary", one), ...all, ...classes("stable", stable)]);
  expect(ids).toHaveLength(all.length);
  expect(ids.every((id) => id.includes("code="))).toBe(true);
});

test("half of the canary's requests, without an answer, are no sum of the other half", () => {
  const { code: _, ...unanswered } = counter({ pod: "p" }, one).labels;
  const { ids, notes } = kept([
    counter({ pod: "p" }, one),
    { ...counter({ pod: "p" }, one), labels: unanswered },
    counter({ pod: "s", track: "stable" }, stable),
  ]);
  expect([ids.length, notes]).toEqual([3, []]);
});
