import { measureSuccess } from "../../../replay/rivals/measure-success";
import { rate } from "../../../replay/rivals/rate";
import { pod, startSeconds } from "../support";

type Samples = [number, number][];

// Expected values: Prometheus' extrapolatedRate by hand.
test.each<{ name: string; samples: Samples; at: number; expected: number | undefined }>([
  {
    name: "steady growth",
    samples: [
      [5, 100],
      [15, 110],
      [25, 120],
      [35, 130],
      [45, 140],
      [55, 150],
    ],
    at: 60,
    expected: 1,
  },
  {
    name: "a reset",
    samples: [
      [10, 100],
      [20, 110],
      [30, 5],
      [40, 15],
      [50, 25],
      [60, 35],
    ],
    at: 60,
    expected: 0.9,
  },
  {
    name: "a series born inside the window",
    samples: [
      [40, 1],
      [50, 1],
      [60, 11],
    ],
    at: 60,
    expected: (10 * (20 + 2)) / 20 / 60,
  },
  {
    name: "a series that ended inside it",
    samples: [
      [5, 100],
      [15, 110],
      [25, 120],
    ],
    at: 60,
    expected: (20 * (20 + 5 + 5)) / 20 / 60,
  },
  {
    name: "no growth",
    samples: [
      [50, 7],
      [60, 7],
    ],
    at: 60,
    expected: 0,
  },
  { name: "a single sample", samples: [[50, 7]], at: 60, expected: undefined },
  {
    name: "nothing in the window",
    samples: [
      [0, 1],
      [200, 9],
    ],
    at: 100,
    expected: undefined,
  },
  {
    name: "NaN among the samples",
    samples: [
      [40, 1],
      [50, Number.NaN],
      [60, Number.NaN],
    ],
    at: 60,
    expected: Number.NaN,
  },
])("rate() of $name", ({ samples, at, expected }) => {
  const found = rate(samples, at, 60);
  // NaN is close to nothing, not even to itself.
  const round = (value: number | undefined) => value && Number(value.toFixed(12));
  expect(round(found)).toEqual(round(expected));
});

test("rate() leaves the first moment of its window out", () => {
  expect(
    rate(
      [
        [0, 0],
        [60, 60],
      ],
      60,
      60,
    ),
  ).toBeUndefined();
});

const at = startSeconds + 120;

test("measureSuccess() is the share of requests without error", () => {
  const series = pod("canary", "c", () => ({ requests: 100, errors: 2 }), 120);
  const { kind, value } = measureSuccess(series, at) as { kind: string; value: number };
  expect(kind).toBe("value");
  expect(value).toBeCloseTo(0.98, 3);
});

test("measureSuccess() is NaN without requests", () => {
  const idle = pod("canary", "c", () => ({ requests: 0, errors: 0 }), 120);
  expect(measureSuccess(idle, at)).toEqual({ kind: "value", value: Number.NaN });
});

test.each([
  { name: "without the canary", series: pod("stable", "s", () => ({ requests: 9, errors: 0 }), 120) },
  {
    name: "where the canary has errors only",
    series: pod("canary", "c", () => ({ requests: 9, errors: 9 }), 120).slice(1),
  },
])("measureSuccess() is empty $name", ({ series }) => {
  expect(measureSuccess(series, at)).toEqual({ kind: "empty" });
});

test("measureSuccess() is empty while there is a single scrape", () => {
  expect(
    measureSuccess(
      pod("canary", "c", () => ({ requests: 9, errors: 0 }), 120),
      startSeconds,
    ),
  ).toEqual({
    kind: "empty",
  });
});
