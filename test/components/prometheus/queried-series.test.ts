import type { QueriedMetric } from "../../../components/core/sources/metric-query";
import { toQueried } from "../../../components/prometheus/queried-series";

const app = { namespace: "prod", app: "app" };
const csp: QueriedMetric = { kind: "events", name: "csp", toleratedRatio: 2, query: "csp_total" };
const cpu: QueriedMetric = { kind: "gauge", name: "cpu", query: "cpu", limit: 1, direction: "atMost" };
const values = (...list: number[]) => list.map((value, i) => [i, value] as const);
const metric = (labels: Record<string, string>, ...list: number[]) => ({ labels, samples: values(...list) });

test("events are counters of the track that their labels tell, of a target of their own", () => {
  const got = toQueried(csp, [metric({ pod: "app-canary-1", instance: "a:1" }, 0, 3, 3)], app);
  expect(got).toEqual({
    series: [
      {
        id: 'csp,instance="a:1",pod="app-canary-1",canary',
        target: "csp,a:1",
        track: "canary",
        counters: ["event:csp"],
        samples: values(0, 3, 3),
      },
    ],
  });
});

test("a gauge without labels of a track is shared, and other apps' series are left out", () => {
  const got = toQueried(cpu, [metric({}, 5), metric({ pod: "postgres-0" }, 9)], app);
  expect(
    "series" in got && got.series.map(({ track, counters, samples }) => [track, counters, samples]),
  ).toEqual([
    ["stable", ["gauge:cpu"], values(5)],
    ["canary", ["gauge:cpu"], values(5)],
  ]);
});

test("events that two jobs count are counted once, and a sum beside its parts is left out", () => {
  const of = (labels: Record<string, string>, factor = 1, from = 0) => ({
    labels,
    samples: [5, 9, 14, 20, 31].map((value, i) => [from + 5 * i, factor * value] as const),
  });
  const got = toQueried(
    csp,
    [
      of({ pod: "app-canary-1", job: "a" }),
      of({ pod: "app-canary-1", job: "b" }, 1, 2),
      of({ pod: "app-stable-1", route: "/a" }),
      of({ pod: "app-stable-1", route: "/b" }),
      of({ pod: "app-stable-1" }, 2),
    ],
    app,
  );
  expect("series" in got && got.series.map(({ id }) => id)).toEqual([
    'csp,job="a",pod="app-canary-1",canary',
    'csp,pod="app-stable-1",route="/a",stable',
    'csp,pod="app-stable-1",route="/b",stable',
  ]);
});

test("an empty answer has no series", () => {
  expect(toQueried(cpu, [], app)).toEqual({ series: [] });
});

test.each([
  [
    "a value that rises and falls",
    csp,
    [metric({ pod: "app-canary-1" }, 50, 60, 55)],
    /also falls.* is no counter/,
  ],
  [
    "a value that goes up and down",
    csp,
    [metric({ pod: "app-canary-1" }, 50, 4, 60, 8, 70, 2, 80, 9)],
    /also falls.* is no counter/,
  ],
  [
    "a value below 0",
    csp,
    [metric({ pod: "app-canary-1" }, -1)],
    /is no whole count: \{pod="app-canary-1"\}/,
  ],
  ["seconds", csp, [metric({ pod: "app-canary-1" }, 1.5)], /is no whole count/],
  [
    "events of nobody",
    csp,
    [metric({ kind: "x" }, 1)],
    /^1 series of which none names its track by its labels kind$/,
  ],
  ["a gauge of others", cpu, [metric({ pod: "postgres-0" }, 1)], /none names its track by its labels pod/],
  ["a native histogram", cpu, [{ labels: {}, samples: [], isNative: true }], /^a native histogram/],
])("%s is a problem", (_, rule, metrics, problem) => {
  expect(toQueried(rule, metrics, app)).toEqual({ problem: expect.stringMatching(problem) });
});

test("restarts hours apart are no problem of a counter", () => {
  const samples = Array.from({ length: 20 }, (_, i) => [60 * i, i % 2 === 0 ? 50 : 1] as const);
  expect(toQueried(csp, [{ labels: { pod: "app-canary-1" }, samples }], app)).toHaveProperty("series");
});

test.each([
  ["a restart", [90, 95, 2, 5]],
  ["a crash loop", [90, 1, 4, 0, 3, 2, 90]],
  ["small counts", [5, 4, 9, 8]],
  ["a sample of somebody who was behind", [90, 95, 94, 99]],
  ["values that are no numbers", [1, Number.NaN, Infinity]],
])("%s is no problem of a counter", (_, list) => {
  expect(toQueried(csp, [metric({ pod: "app-canary-1" }, ...list)], app)).toHaveProperty("series");
});
