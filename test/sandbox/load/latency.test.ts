import { array, assert, constantFrom, double, property } from "fast-check";
import { LatencyHistogram } from "../../../sandbox/load/latency";

test("quantiles are at most 2 % above the true value and never above the maximum", () => {
  const latency = double({ min: 0.06, max: 60_000, noNaN: true });
  assert(
    property(
      array(latency, { minLength: 1, maxLength: 200 }),
      constantFrom(0.5, 0.9, 0.99),
      (all, quantile) => {
        const histogram = new LatencyHistogram();
        for (const one of all) histogram.add(one);
        const truth = all.toSorted((a, b) => a - b)[Math.ceil(all.length * quantile) - 1] ?? 0;
        const found = histogram.quantile(quantile);
        expect(found).toBeGreaterThanOrEqual(truth * (1 - 1e-9));
        expect(found).toBeLessThanOrEqual(truth * 1.0201);
        expect(found).toBeLessThanOrEqual(Math.max(...all));
      },
    ),
  );
});

test("an empty histogram summarises to zeros", () => {
  expect(new LatencyHistogram().summarize()).toEqual({ p50: 0, p90: 0, p99: 0, p999: 0, max: 0 });
});
