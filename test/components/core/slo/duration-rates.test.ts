import { durationRates } from "../../../../components/core/slo/duration-rates";
import { explainBound } from "../../../../components/core/slo/find-bound";
import { failedShare } from "../../../../components/core/slo/sum-rates";
import { sourceOf } from "../../../../components/core/sources/sources";
import { fixtures } from "../../../support/sources/fixtures";
import { input } from "../../../support/sources/fixture";

test.each(fixtures)("$name has selectors of its buckets where it counts durations", (fixture) => {
  const source = sourceOf(fixture);
  const rates = durationRates(source, input, [], 0.3);
  expect(rates === undefined).toBe(fixture.histogram === undefined);
  expect(rates === undefined).toBe(source.usualBoundsSeconds.length === 0);
  if (rates === undefined || fixture.histogram === undefined) return;
  const { name, perSecond } = fixture.histogram;
  for (const selector of rates.buckets) {
    const [, names = ""] = /^\{__name__=~"\(([^"]+)\)_bucket",/.exec(selector) ?? [];
    expect(new RegExp(`^(?:${names})$`).test(name)).toBe(true);
  }
  expect(rates.total[0]).toMatch(/,le="\+Inf"\}$/);
  expect(rates.within[0]).toContain(perSecond === 1 ? String.raw`0\\.3` : "300");
});

test("a counter without labels has buckets without labels", () => {
  const source = {
    rates: () => [{ selector: "x{}", failed: [""] }] as const,
    countsIn: "router",
    durations: { histogram: "d", perSecond: [1] },
  } as const;
  expect(durationRates(source, input, [], 1)?.buckets).toEqual(['{__name__=~"(d)_bucket"}']);
});

test("a share of slow requests is absent where no bucket ends at the bound", () => {
  const rates = { total: ["t{}"], within: ["w{}"], buckets: ["b{}"], unasked: [] };
  expect(failedShare(rates, "1h")).toBe("clamp_min(1 - sum(rate(w{}[1h])) / (sum(rate(t{}[1h])) > 0), 0)");
});

test("explainBound() tells the ends in seconds, whatever the histogram's unit", () => {
  const contour = sourceOf({ source: "contour" });
  const found = ["+Inf", "250", "1000", "0.5"].map((le) => ({
    __name__: "envoy_cluster_upstream_rq_time_bucket",
    le,
  }));
  expect(explainBound(contour, 0.25, found)).toBeUndefined();
  expect(explainBound(contour, 0.3, found)).toBe("no bucket ends at 300ms: buckets end at 0.5ms, 250ms, 1s");
  expect(explainBound(contour, 0.3, [{ __name__: "up", le: "1" }])).toBe(
    "no histogram of durations is there",
  );
});
