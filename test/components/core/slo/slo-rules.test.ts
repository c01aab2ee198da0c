import { burnRatesOf, burnWindows } from "../../../../components/core/slo/burn-rates";
import { budgetOf, sloId } from "../../../../components/core/slo/slo";
import type { Slo } from "../../../../components/core/slo/slo";
import { remainingQuery, renderSloRules, showWindow } from "../../../../components/core/slo/slo-rules";
import { failedShare } from "../../../../components/core/slo/sum-rates";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const service = { app: "shop", namespace: "web", environment: "prod" };
const rates = { total: ["a{}"], failed: ['a{code="500"}', 'a{code="503"}'] } as const;

test("a budget has no rounding of binary fractions", () => {
  expect([0.999, 0.9995, 0.95].map((target) => budgetOf({ ...slo, target }))).toEqual([0.001, 0.0005, 0.05]);
});

test.each([
  [30, 0.999, [14.4, 6, 3, 1]],
  [28, 0.999, [13.44, 5.6, 2.8, 0.933333]],
  [90, 0.999, [43.2, 18, 9, 3]],
  // A burn rate of 43.2 is more than every request.
  [90, 0.97, [18, 9, 3]],
])("burn rates of %d days at %d are %j", (days, target, factors) => {
  const all = burnRatesOf({ ...slo, target, windowSeconds: days * 86_400 });
  expect(all.map(({ factor }) => factor)).toEqual(factors);
});

test("windows are written as Prometheus writes them", () => {
  expect(burnWindows.map(showWindow)).toEqual(["5m", "30m", "1h", "2h", "6h", "1d", "3d"]);
  expect(showWindow(45)).toBe("45s");
});

test("an absent counter of failures is none, and no request is no share", () => {
  expect(failedShare({ ...rates, failed: ['a{code="500"}'] }, "1h")).toBe(
    '(sum(rate(a{code="500"}[1h])) or 0 * sum(rate(a{}[1h]))) / (sum(rate(a{}[1h])) > 0)',
  );
});

test("several selectors are added up, though rates of two counters may have the same labels", () => {
  expect(failedShare(rates, "1h")).toContain(
    'sum(label_replace(rate(a{code="500"}[1h]), "part", "0", "", "") or label_replace(rate(a{code="503"}[1h]), "part", "1", "", ""))',
  );
});

test("every series has the objective's labels, and Sloth's names", () => {
  const groups = renderSloRules(service, slo, rates);
  const rules = groups.flatMap((group) => group.rules);
  expect(sloId(service, slo)).toBe("web-shop-availability");
  expect(remainingQuery(service, slo)).toBe(
    'slo:period_error_budget_remaining:ratio{sloth_id="web-shop-availability"}',
  );
  expect(rules.flatMap(({ record }) => record ?? [])).toEqual([
    "sluice:slo_requests:rate5m",
    "sluice:slo_failures:rate5m",
    ...["5m", "30m", "1h", "2h", "6h", "1d", "3d", "30d"].map((one) => `slo:sli_error:ratio_rate${one}`),
    "slo:objective:ratio",
    "slo:error_budget:ratio",
    "slo:time_period:days",
    "slo:current_burn_rate:ratio",
    "slo:period_burn_rate:ratio",
    "slo:period_error_budget_remaining:ratio",
    "sloth_slo_info",
  ]);
  expect(rules.flatMap(({ alert, labels }) => (alert === undefined ? [] : [labels["severity"]]))).toEqual([
    "page",
    "ticket",
  ]);
  expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
});
