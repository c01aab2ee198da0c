import { limitsOf } from "../../../bench/support/binomial";

/** Chance of at most `events` in `runs`, summed up in the plain way. */
function chanceUpTo(events: number, runs: number, p: number): number {
  let [sum, ways] = [0, 1];
  for (let k = 0; k <= events; k++) {
    sum += ways * p ** k * (1 - p) ** (runs - k);
    ways = (ways * (runs - k)) / (k + 1);
  }
  return sum;
}

test.each([
  [10, 0.5],
  [200, 0.05],
  [200, 0.5],
  [500, 0.01],
])("limitsOf(%i, %d) leaves at most 0.05 % on either side, and no narrower ones would", (runs, p) => {
  const [low, high] = limitsOf(runs, p);
  expect(chanceUpTo(low - 1, runs, p)).toBeLessThanOrEqual(0.0005);
  expect(chanceUpTo(low, runs, p)).toBeGreaterThan(0.0005);
  expect(1 - chanceUpTo(high, runs, p)).toBeLessThan(0.0005);
  expect(1 - chanceUpTo(high - 1, runs, p)).toBeGreaterThanOrEqual(0.0005);
});

test("limitsOf() is one number where there is no chance", () => {
  expect(limitsOf(20_000, 0)).toEqual([0, 0]);
  expect(limitsOf(20_000, 1)).toEqual([20_000, 20_000]);
  const [low, high] = limitsOf(20_000, 0.5);
  expect([low > 9_700, high < 10_300]).toEqual([true, true]);
});
