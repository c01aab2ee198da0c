import type { RawSeries } from "../../../components/core/verdict/index";
import { countBetween } from "../../../components/prometheus/count-between";

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
  expect(counted.stable).toEqual({ requests: 60, errors: 0 });
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
  expect(countBetween([known, born], 10, 12).canary).toEqual({ requests: 7, errors: 7 });
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
