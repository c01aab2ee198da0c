import * as fc from "fast-check";
import { binomialTest } from "../../../../../components/core/evidence/samples/binomial";

/** Twice the smaller tail, term by term in plain arithmetic. */
function bySum(trials: number, hits: number, share: number): number {
  let choose = 1;
  let lower = 0;
  let upper = 0;
  for (let k = 0; k <= trials; k += 1) {
    const term = choose * share ** k * (1 - share) ** (trials - k);
    lower += k <= hits ? term : 0;
    upper += k >= hits ? term : 0;
    choose = (choose * (trials - k)) / (k + 1);
  }
  return Math.min(1, 2 * Math.min(lower, upper));
}

test("binomialTest() equals the sum of all terms", () => {
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 120 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.nat())
    .map(([trials, share, pick]) => ({ trials, share, hits: pick % (trials + 1) }));
  fc.assert(
    fc.property(cases, ({ trials, hits, share }) => {
      expect(binomialTest(trials, hits, share)).toBeCloseTo(bySum(trials, hits, share), 9);
    }),
  );
});

test.each([
  [10, 0, 0.5, 2 * 0.5 ** 10],
  [10, 5, 0.5, 1],
  [757, 0, 0.01, 2 * 0.99 ** 757],
  [1, 1, 0.05, 0.1],
])("binomialTest(%i, %i, %d) is %d", (trials, hits, share, expected) => {
  expect(binomialTest(trials, hits, share)).toBeCloseTo(expected, 10);
});

test("binomialTest() stays exact in large counts", () => {
  // Three standard deviations off; figures by log-gamma in another language.
  const trials = 1_000_000;
  const off = Math.round(3 * Math.sqrt(trials * 0.05 * 0.95));
  expect(binomialTest(trials, 50_000 + off, 0.05)).toBeCloseTo(0.0027625312, 8);
  expect(binomialTest(trials, 50_000 - off, 0.05)).toBeCloseTo(0.0026645881, 8);
  expect(binomialTest(trials, 0, 0.05)).toBe(0);
});
