import { explain, ingest, judge, restore } from "../../../../../components/core/verdict";
import type { RawSeries } from "../../../../../components/core/verdict";
import { begin, series } from "../support";

const good = Array.from({ length: 12 }, (_, i): [number, number] => [1002 + 5 * i, i]);
const counters = [series("canary", "200", good), series("stable", "200", good)];

function gauge(
  samples: [number, number][],
  target = "pod",
  track: "canary" | "stable" = "canary",
): RawSeries {
  return { id: `cpu-${target}`, target, track, counters: ["gauge:cpu"], samples };
}

function judgeWith(gauges: RawSeries[], until = 1060) {
  const state = begin({ gauges: [{ name: "cpu", limit: 0.8 }] });
  return judge(ingest(state, [...counters, ...gauges], until).state);
}

test.each([
  { name: "below its limit", gauges: [gauge([[1058, 0.5]])], kind: "pass" },
  { name: "at its limit", gauges: [gauge([[1058, 0.8]])], kind: "pass" },
  { name: "above its limit", gauges: [gauge([[1058, 0.9]])], kind: "inconclusive", reason: "overLimit" },
  {
    name: "above it before, below now",
    gauges: [
      gauge([
        [1040, 0.9],
        [1058, 0.5],
      ]),
    ],
    kind: "pass",
  },
  {
    name: "above it on one pod of two",
    gauges: [gauge([[1057, 0.9]]), gauge([[1058, 0.1]], "b")],
    reason: "overLimit",
  },
  { name: "equal on two pods", gauges: [gauge([[1057, 0.5]]), gauge([[1058, 0.5]], "b")], kind: "pass" },
  {
    name: "above it on stable",
    gauges: [gauge([[1058, 3]], "s", "stable"), gauge([[1058, 0.1]])],
    reason: "overLimit",
  },
  { name: "never seen", gauges: [], kind: "inconclusive", reason: "noData" },
  { name: "not a number", gauges: [gauge([[1058, Number.NaN]])], kind: "inconclusive", reason: "noData" },
  { name: "not seen lately", gauges: [gauge([[1010, 0.9]])], kind: "inconclusive", reason: "noData" },
])("a gauge $name", ({ gauges, name: _name, ...wanted }) => {
  expect(judgeWith(gauges)).toMatchObject(wanted);
});

test("of two gauges the one above its limit is named", () => {
  const parameters = {
    gauges: [
      { name: "queue", limit: 9 },
      { name: "cpu", limit: 0.8 },
    ],
  };
  const state = ingest(begin(parameters), [...counters, gauge([[1058, 0.9]])], 1060).state;
  expect(explain(judge(state))).toContain("Not decided yet: cpu of canary is 0.9, limit 0.8: canary");
});

test("a gauge without values is named", () => {
  expect(explain(judgeWith([]))).toContain("Prometheus has no fresh value of cpu");
});

test("gauges are kept between readings, forgotten after a gap, and restored", () => {
  const start = begin({ gauges: [{ name: "cpu", limit: 0.8 }] });
  const seen = ingest(start, [...counters, gauge([[1044, 0.9]])], 1045).state;
  expect(restore(JSON.parse(JSON.stringify(seen)), seen.parameters)).toEqual({ state: seen });
  const later = ingest(seen, counters, 1060).state;
  expect(judge(later)).toMatchObject({ reason: "overLimit" });
});

test("events are judged relative to stable's, even several per request", () => {
  const ticks = Array.from({ length: 5 }, (_, i) => i);
  const events = (track: "canary" | "stable", each: number): RawSeries => ({
    id: `csp-${track}`,
    target: `${track}-pod`,
    track,
    counters: ["event:csp"],
    samples: ticks.map((i): [number, number] => [1002 + 5 * i, each * i]),
  });
  const requests = (track: "canary" | "stable", each: number) =>
    series(
      track,
      "200",
      ticks.map((i): [number, number] => [1002 + 5 * i, each * i]),
    );
  const run = (canary: number) => {
    const all = [
      requests("canary", 20),
      requests("stable", 80),
      events("canary", canary),
      events("stable", 8),
    ];
    return judge(ingest(begin({ events: [{ name: "csp", toleratedRatio: 2 }] }), all, 1025).state);
  };
  expect(run(60)).toMatchObject({ kind: "fail", basis: "relative" });
  expect(run(2)).toMatchObject({ kind: "inconclusive", reason: "notEnoughEvidence" });
  expect(run(60).evidence.metrics.map(({ name }) => name)).toEqual(["errors", "event:csp"]);
});

test.each([
  { name: "at least its limit", value: 0.2, kind: "pass" },
  { name: "below its limit", value: 0.19, kind: "inconclusive", reason: "overLimit" },
])("a gauge that must be at least something, $name", ({ value, name: _name, ...wanted }) => {
  const state = begin({ gauges: [{ name: "cpu", limit: 0.2, direction: "atLeast" }] });
  const gauges = [gauge([[1057, value]]), gauge([[1058, 0.9]], "b")];
  expect(judge(ingest(state, [...counters, ...gauges], 1060).state)).toMatchObject(wanted);
});

test("a gauge of something shared blames no track", () => {
  const state = begin({ gauges: [{ name: "cpu", limit: 0.8 }] });
  const both = [gauge([[1058, 0.9]], "db"), gauge([[1058, 0.9]], "db", "stable")];
  const after = ingest(state, [...counters, ...both], 1060).state;
  expect(explain(judge(after))).toContain("Not decided yet: cpu is 0.9, limit 0.8: canary");
});
