import { chooseTickSeconds } from "../../../replay/choose-tick";
import { crop } from "../../../replay/recording/crop";
import { parseOpenMetrics } from "../../../replay/recording/parse-openmetrics";
import { toRecording } from "../../../replay/recording/recording";
import { splitHalves } from "../../../replay/split-halves";
import { pod, recordingOf, startSeconds } from "../support";

const parse = (...lines: string[]) => parseOpenMetrics(`${lines.join("\n")}\n# EOF\n`).series;
const read = (...lines: string[]) => toRecording(parse(...lines));

const both = [
  'http_requests_total{track="stable",code="200",pod="s"} 1 1',
  'http_requests_total{track="canary",code="200",pod="c"} 1 1',
];

test.each([
  ["200", ["requests"]],
  ["404", ["requests"]],
  ["500", ["requests", "errors"]],
  ["5xx", ["requests", "errors"]],
  ["50", ["untold"]],
  ["499", ["gave-up"]],
  ["500.0", ["requests", "errors"]],
])("toRecording() takes code %s for %j", (code, counters) => {
  expect(read(`http_requests_total{track="canary",code="${code}",pod="c"} 1 1`).series[0]?.counters).toEqual(
    counters,
  );
});

test("toRecording() names pods, and their addresses where they are known", () => {
  const { series } = read(
    'http_requests_total{track="canary",pod="c",code="200"} 1 1',
    'http_requests_total{track="canary",pod="d",instance="10.0.0.1:80",code="200"} 1 1',
    'http_requests_total{track="canary",code="200"} 1 1',
  );
  expect(series.map(({ target }) => target)).toEqual(["c", "d@10.0.0.1:80", ""]);
  expect(new Set(series.map(({ id }) => id)).size).toBe(3);
});

test("toRecording() says which track is missing and what was left out", () => {
  expect(read('http_requests_total{track="blue",pod="b"} 1 1', "other_total 1 1")).toEqual({
    series: [],
    latencyBoundsSeconds: [],
    untold: [],
    doubts: [],
    notes: [
      'http_requests_total has no series with track="stable"',
      'http_requests_total has no series with track="canary"',
      "1 series of http_requests_total are neither stable's nor the canary's and were left out",
    ],
  });
});

const histogram = (track: string, les: readonly string[], count = true) => [
  ...les.map((le) => `http_request_duration_seconds_bucket{track="${track}",pod="p",le="${le}"} 1 1`),
  ...(count ? [`http_request_duration_seconds_count{track="${track}",pod="p"} 1 1`] : []),
];

test("toRecording() reads the buckets that both tracks have, however their bounds are written", () => {
  const { series, latencyBoundsSeconds, notes } = read(
    ...both,
    ...histogram("stable", ["1.0", "0.25", "0.0", "+Inf"]),
    ...histogram("canary", ["0.25", "1", "5", "0", "+Inf"]),
  );
  expect(latencyBoundsSeconds).toEqual([0.25, 1]);
  expect(notes).toEqual([]);
  expect(series.filter(({ counters }) => counters.includes("timed"))).toHaveLength(2);
  expect(series.filter(({ counters }) => counters.includes("within:1"))).toHaveLength(2);
});

test("toRecording() takes the last bucket for the count where there is none", () => {
  const { latencyBoundsSeconds, series } = read(
    ...both,
    ...histogram("stable", ["1", "+Inf"], false),
    ...histogram("canary", ["1", "+Inf"], false),
  );
  expect(latencyBoundsSeconds).toEqual([1]);
  expect(series.filter(({ counters }) => counters.includes("timed"))).toHaveLength(2);
});

test("toRecording() takes the count of a histogram for the requests where there is no other counter", () => {
  const lines = ["stable", "canary"].flatMap((track) => [
    `http_request_duration_seconds_count{track="${track}",pod="${track}",code="500"} 1 1`,
    `http_request_duration_seconds_bucket{track="${track}",pod="${track}",code="500",le="1"} 1 1`,
  ]);
  const counters = (...all: string[]) => read(...all).series.map((one) => one.counters);
  const [count, bucket] = [["requests", "errors", "timed"], ["within:1"]];
  expect(counters(...lines)).toEqual([count, count, bucket, bucket]);
  expect(counters(...both, ...lines).filter((one) => one.includes("errors"))).toEqual([]);
});

test("toRecording() lets nothing pass where stable has durations and the canary none to compare with them", () => {
  const all = [
    ...both,
    ...histogram("stable", ["1", "5", "+Inf"]),
    ...histogram("canary", ["1000", "5000", "+Inf"]),
  ];
  expect(read(...all)).toMatchObject({
    doubts: [],
    unjudged: {
      text: "http_request_duration_seconds must have the same buckets and a count on both tracks: got 1, 5 of stable, 1000, 5000 of canary",
      fix: "let both versions count durations alike, or have errors alone judged by --no-latency",
    },
  });
  expect(read(...both, ...histogram("stable", ["1", "+Inf"])).unjudged?.text).toContain("none of canary");
  const without = toRecording(parse(...all), { latency: false });
  expect(without.unjudged).toBeUndefined();
  expect(without.notes).toEqual(["latency was not judged: --no-latency says so"]);
});

test("toRecording() leaves durations out where only the canary has them", () => {
  const { series, latencyBoundsSeconds, notes, unjudged } = read(
    ...both,
    ...histogram("canary", ["1", "+Inf"]),
  );
  expect(latencyBoundsSeconds).toEqual([]);
  expect(unjudged).toBeUndefined();
  expect(series).toHaveLength(2);
  expect(notes).toEqual([
    "http_request_duration_seconds must have the same buckets and a count on both tracks: latency was not judged",
  ]);
});

test.each([
  {
    name: "the shortest usual gap",
    samples: [
      [
        [0, 1],
        [15, 1],
        [30, 1],
      ],
      [
        [0, 1],
        [2, 1],
        [4, 1],
        [90, 1],
      ],
    ],
    seconds: 2,
  },
  { name: "5 s where nothing is known", samples: [[[0, 1]]], seconds: 5 },
  {
    name: "at least 1 s",
    samples: [
      [
        [0, 1],
        [0.2, 1],
      ],
    ],
    seconds: 1,
  },
  {
    name: "at most 600 s",
    samples: [
      [
        [0, 1],
        [3600, 1],
      ],
    ],
    seconds: 600,
  },
])("chooseTickSeconds() takes $name", ({ samples, seconds }) => {
  const series = samples.map((one) => ({
    id: "a",
    target: "a",
    track: "stable" as const,
    counters: [],
    samples: one as [number, number][],
  }));
  expect(chooseTickSeconds(series)).toBe(seconds);
});

test("crop() keeps what is between two moments and drops series without any", () => {
  const recording = recordingOf(() => ({ requests: 1, errors: 0 }), 30);
  const cropped = crop(recording.series, startSeconds + 5, startSeconds + 10);
  expect(cropped.map(({ samples }) => samples.length)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(crop(recording.series, 0, 1)).toEqual([]);
});

const names = (count: number) => Array.from({ length: count }, (_, i) => `app-stable-${i}`);
const stablePods = (pods: readonly string[]) =>
  pods.flatMap((name) => pod("stable", name, () => ({ requests: 1, errors: 0 }), 5));

test("splitHalves() gives each half as many pods, the same ones in whatever order they come", () => {
  const of = (series: ReturnType<typeof splitHalves>) =>
    new Set(series?.filter(({ track }) => track === "canary").map(({ target }) => target));
  const pods = names(7);
  const half = of(splitHalves(stablePods(pods)));
  expect(half.size).toBe(3);
  expect(of(splitHalves(stablePods(pods.toReversed())))).toEqual(half);
});

test("splitHalves() never tears the series of a pod apart and leaves the canary out", () => {
  const halves = splitHalves([
    ...stablePods(names(4)),
    ...pod("canary", "c", () => ({ requests: 1, errors: 0 }), 5),
  ]);
  expect(halves).toHaveLength(8);
  for (const name of names(4)) {
    expect(new Set(halves?.filter(({ target }) => target === name).map(({ track }) => track)).size).toBe(1);
  }
});

test("splitHalves() needs two pods", () => {
  expect(splitHalves(stablePods(names(1)))).toBeUndefined();
});

test("splitHalves() tells pods apart whose names hash alike", () => {
  // "costarring" and "liquid" share their FNV-1a; here only the order must not depend on how they came.
  const of = (pods: string[]) =>
    splitHalves(stablePods(pods))?.find(({ track }) => track === "canary")?.target;
  expect(of(["costarring", "liquid"])).toBe(of(["liquid", "costarring"]));
});
