import type { RawSeries } from "../../../components/core/verdict/index";
import { settleLatency } from "../../../components/prometheus/latency-series";

const one = (target: string, ...counters: string[]): RawSeries => ({
  id: `${target} ${counters.join()}`,
  target,
  track: target.startsWith("c") ? "canary" : "stable",
  counters,
  samples: [[1, 1]],
});

const whole = (target: string) => [
  one(target, "requests", "timed"),
  one(target, "within:0.1"),
  one(target, "within:1"),
];

test("settleLatency() leaves series as they are where all buckets are there", () => {
  const series = [...whole("s1"), ...whole("c1"), one("c2")];
  expect(settleLatency(series, [0.1, 1])).toEqual({ series });
  expect(settleLatency([one("s1", "requests")], [])).toEqual({ series: [one("s1", "requests")] });
});

test("settleLatency() sets durations aside where one version lacks a bucket, and keeps their marks", () => {
  const series = [...whole("s1"), one("c1", "requests", "timed"), one("c1", "within:1"), one("s1", "timed")];
  expect(settleLatency(series, [0.1, 1])).toEqual({
    missing: 'no bucket le="0.1" of canary at c1',
    series: [
      { ...series[0], counters: ["requests"] },
      { ...series[1], counters: ["unread"] },
      { ...series[2], counters: ["unread"] },
      { ...series[3], counters: ["requests"] },
      { ...series[4], counters: ["unread"] },
      { ...series[5], counters: ["unread"] },
    ],
  });
});

test("settleLatency() names the target whose requests have no histogram", () => {
  expect(settleLatency([one("s1", "requests", "errors")], [1]).missing).toBe("no histogram of stable at s1");
});
