import { estimateQuantiles } from "../../../../../components/core/evidence/samples/quantiles";
import type { RawSeries } from "../../../../../components/core/verdict/index";

/** A counter that grew by so many. */
const series = (name: string, grew: number, track: "canary" | "stable" = "canary"): RawSeries => ({
  id: `${track} ${name}`,
  target: "gateway",
  track,
  counters: [name],
  samples: [
    [10, 100],
    [70, 100 + grew],
  ],
});

test("estimateQuantiles() reads durations from the buckets, linear inside of one", () => {
  const all = [
    series("timed", 100),
    series("within:1", 100),
    series("within:0.1", 50),
    series("within:0.3", 90),
    series("timed", 7, "stable"),
  ];
  const found = estimateQuantiles(all, "canary", 0, 100);
  expect(found?.p50).toBeCloseTo(0.1);
  expect(found?.p95).toBeCloseTo(0.65);
  expect(found?.p99).toBeCloseTo(0.93);
});

test("estimateQuantiles() does not know a duration beyond the largest bucket", () => {
  const all = [series("timed", 100), series("within:0.1", 60)];
  expect(estimateQuantiles(all, "canary", 0, 100)).toMatchObject({ p95: null, p99: null });
});

test("estimateQuantiles() has none without requests, and without buckets", () => {
  expect(estimateQuantiles([series("timed", 0), series("within:1", 0)], "canary", 0, 100)).toBeUndefined();
  expect(estimateQuantiles([series("timed", 9)], "canary", 0, 100)).toBeUndefined();
  expect(estimateQuantiles([], "stable", 0, 100)).toBeUndefined();
});
