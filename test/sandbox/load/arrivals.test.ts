import { arrivalTimesMs } from "../../../sandbox/load/arrivals";

const take = (count: number, times: Generator<number, never>): number[] =>
  Array.from({ length: count }, () => times.next().value);

test("constant arrivals are evenly spaced from 0 and do not drift", () => {
  expect(take(4, arrivalTimesMs(200, "constant", 1))).toEqual([0, 5, 10, 15]);
  expect(take(30_001, arrivalTimesMs(300, "constant", 1)).at(-1)).toBeCloseTo(100_000, 6);
});

test("Poisson arrivals have the rate and the spread of independent clients", () => {
  const times = take(20_000, arrivalTimesMs(500, "poisson", 7));
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  expect(Math.abs(mean / 2 - 1)).toBeLessThan(0.05);
  // Of an exponential distribution the standard deviation equals the mean.
  expect(Math.abs(Math.sqrt(variance) / mean - 1)).toBeLessThan(0.05);
});

test("Poisson arrivals repeat with their seed only", () => {
  const first = take(50, arrivalTimesMs(100, "poisson", 1));
  expect(take(50, arrivalTimesMs(100, "poisson", 1))).toEqual(first);
  expect(take(50, arrivalTimesMs(100, "poisson", 2))).not.toEqual(first);
});
