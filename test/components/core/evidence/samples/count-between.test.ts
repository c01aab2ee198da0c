import type { RawSeries } from "../../../../../components/core/verdict/index";
import { countBetween } from "../../../../../components/core/evidence/samples/count-between";

const series = (over: Partial<RawSeries>): RawSeries => ({
  id: JSON.stringify(over),
  target: "router-1",
  track: "stable",
  counters: ["requests"],
  samples: [],
  ...over,
});

test("countBetween() counts what came after the first scrape of the range", () => {
  const counted = countBetween(
    [
      series({
        samples: [
          [8, 5],
          [10, 100],
          [12, 130],
          [14, 160],
        ],
      }),
    ],
    10,
    14,
  );
  expect(counted.stable).toMatchObject({ requests: 60, errors: 0, routed: 60 });
  expect(counted.scrapes).toBe(2);
});

test("countBetween() counts a series that a router made meanwhile from 0", () => {
  const known = series({
    samples: [
      [10, 100],
      [12, 110],
    ],
  });
  const born = series({ track: "canary", counters: ["requests", "errors"], samples: [[12, 7]] });
  expect(countBetween([known, born], 10, 12).canary).toMatchObject({ requests: 7, errors: 7, routed: 7 });
});

test("countBetween() takes the first sample of each replica as its own baseline", () => {
  const one = series({
    samples: [
      [10, 1000],
      [12, 1010],
    ],
  });
  const two = series({
    target: "router-2",
    samples: [
      [11, 5000],
      [13, 5010],
    ],
  });
  expect(countBetween([one, two], 10, 13).stable.requests).toBe(20);
});

test("countBetween() knows silence only from the replica that was scraped least", () => {
  const one = series({
    samples: [
      [10, 1],
      [12, 1],
      [14, 1],
      [16, 1],
    ],
  });
  const two = series({
    target: "router-2",
    samples: [
      [11, 1],
      [13, 1],
    ],
  });
  expect(countBetween([one, two], 10, 16).scrapes).toBe(1);
  expect(countBetween([], 10, 16).scrapes).toBe(0);
});

test("countBetween() counts on after a reset", () => {
  expect(
    countBetween(
      [
        series({
          samples: [
            [10, 100],
            [12, 4],
            [14, 9],
          ],
        }),
      ],
      10,
      14,
    ).stable.requests,
  ).toBe(9);
});

test("countBetween() ignores values that are no numbers and samples outside", () => {
  const counted = countBetween(
    [
      series({
        samples: [
          [9, 1],
          [10, 100],
          [12, NaN],
          [14, 103],
          [15, 900],
        ],
      }),
    ],
    10,
    14,
  );
  expect(counted.stable.requests).toBe(3);
});

test("countBetween() reads a counter that falls without being restarted as evidence does", () => {
  const fell = series({
    samples: [
      [10, 1000],
      [12, 1010],
      [14, 1009],
      [16, 1030],
    ],
  });
  expect(countBetween([fell], 10, 16).stable.requests).toBe(30);
});

test("countBetween() counts whoever was routed, long-lived connections apart, and who took long", () => {
  const samples = (by: number) =>
    [
      [10, 5],
      [12, 5 + by],
    ] as const;
  const counted = countBetween(
    [
      series({ counters: ["requests"], samples: samples(9) }),
      series({ counters: ["gave-up"], samples: samples(2) }),
      series({ counters: ["untold"], samples: samples(1) }),
      series({ counters: ["requests", "stream"], samples: samples(4) }),
      series({ counters: ["unasked"], samples: samples(50) }),
      series({ counters: ["timed"], samples: samples(9) }),
      series({ counters: ["within:5"], samples: samples(6) }),
    ],
    10,
    12,
  );
  expect(counted.stable).toEqual({ requests: 13, errors: 0, routed: 12, slow: 3 });
});

test("countBetween() takes what was before the range for the traffic that a new series may begin with", () => {
  const before = (rate: number) =>
    series({ samples: Array.from({ length: 8 }, (_, i): [number, number] => [2 * i, 100 + rate * 2 * i]) });
  const born = series({ track: "canary", samples: [[12, 500]] });
  expect(countBetween([before(100), born], 10, 14).canary.requests).toBe(500);
  expect(countBetween([before(1), born], 10, 14).canary.requests).toBe(0);
});
