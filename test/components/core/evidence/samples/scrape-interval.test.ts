import {
  explainInterval,
  scrapeInterval,
} from "../../../../../components/core/evidence/samples/scrape-interval";
import type { RawSeries } from "../../../../../components/core/verdict";

const series = (counters: string[], ...times: number[]): RawSeries => ({
  id: `${counters.join()} ${times.join()}`,
  target: "a",
  track: "stable",
  counters,
  samples: times.map((at) => [at, 1]),
});

test.each([
  ["of nothing", [], undefined],
  ["of one sample", [series(["requests"], 0)], undefined],
  ["of a counter", [series(["requests"], 0, 15, 30, 91)], 15],
  ["of presence", [series([], 0, 60)], 60],
  ["of most of them", [series(["requests"], 0, 15, 30), series(["requests"], 0, 60), series([], 0, 60)], 60],
  [
    "of the track that is scraped less often",
    [
      series(["requests"], 0, 15),
      series(["requests"], 1, 16),
      { ...series(["requests"], 0, 60), track: "canary" as const },
    ],
    60,
  ],
  ["not of other counters", [series(["timed"], 0, 1, 2), series(["requests"], 0, 30)], 30],
])("scrapeInterval() %s", (_, all, expected) => {
  expect(scrapeInterval(all)).toBe(expected);
});

test("explainInterval() says what slow samples cost, and nothing of fast ones", () => {
  expect(explainInterval(undefined)).toBeUndefined();
  expect(explainInterval(5)).toBeUndefined();
  expect(explainInterval(29.8)).toBe(
    "samples come every 30 s: a fault is seen up to 30 s after it happens, and that a write was followed after about 90 s",
  );
});
