import { burnRatesOf, burnWindows } from "../../../../components/core/slo/burn-rates";
import { budgetOf, sloId } from "../../../../components/core/slo/slo";
import type { Slo } from "../../../../components/core/slo/slo";
import { remainingQuery, renderSloRules, showWindow } from "../../../../components/core/slo/slo-rules";
import { failedShare } from "../../../../components/core/slo/sum-rates";
import type { UserRates } from "../../../../components/core/slo/user-rates";

const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const service = { app: "shop", namespace: "web", environment: "prod" };
const rates = {
  counters: [{ selector: "a{}", failed: ['code="500"', 'code="503",flags!=""'] }],
  unasked: [],
} as const;
const [counter] = rates.counters;

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
  expect(failedShare(rates, "1h")).toBe(
    '(sum(rate(a{code="500"}[1h]) or rate(a{code="503",flags!=""}[1h])) or vector(0)) / (sum(rate(a{}[1h])) > 0)',
  );
});

test("several counters are added up, though rates of two of them may have the same labels", () => {
  const other = { selector: 'b{x="1"}', failed: [""] };
  expect(failedShare({ ...rates, counters: [counter, other] }, "1h")).toContain(
    'sum(label_replace(rate(a{code="500"}[1h]) or rate(a{code="503",flags!=""}[1h]), "sluice_part", "0", "", "") or label_replace(rate(b{x="1"}[1h]), "sluice_part", "1", "", ""))',
  );
});

test("failed requests that single labels tell are marked in the sum of all", () => {
  const failed = ['code=~"5.."', 'status=~"5..|13"'];
  expect(failedShare({ ...rates, counters: [{ selector: "a{}", failed }] }, "1h")).toBe(
    `(sum(label_replace(label_replace(sum by (code, status) (rate(a{}[1h])), "sluice_failed", "1", "code", "5.."), "sluice_failed", "1", "status", "5..|13") and on (sluice_failed) label_replace(vector(1), "sluice_failed", "1", "", "")) or vector(0)) / (sum(rate(a{}[1h])) > 0)`,
  );
});

/** Expressions of the rules that count, by their names. */
const countsOf = (counters: UserRates["counters"], unasked: UserRates["unasked"] = []) =>
  renderSloRules(service, slo, { counters, unasked })
    .rules.slice(0, 3)
    .map(({ expr }) => expr);
const on = 'sloth_id="web-shop-availability"';
const statuses = `sluice:slo_statuses:rate5m{${on}`;

test("counters are read by one rule, which keeps the labels that tell failed requests", () => {
  expect(countsOf([counter])).toEqual([
    "sum by (code, flags) (rate(a{}[5m]))",
    `sum(${statuses}})`,
    `sum(${statuses},code="500"} or ${statuses},code="503",flags!=""}) or 0 * sum(sluice:slo_requests:rate5m{${on}})`,
  ]);
});

test("counters that differ in what failed stay apart", () => {
  const good = { selector: "good{}", failed: [] };
  const bad = { selector: "bad{}", failed: [""] };
  expect(countsOf([good, bad])).toEqual([
    'sum by (sluice_part) (label_replace(rate(good{}[5m]), "sluice_part", "0", "", "") or label_replace(rate(bad{}[5m]), "sluice_part", "1", "", ""))',
    `sum(${statuses}})`,
    `sum(${statuses},sluice_part=~"1"}) or 0 * sum(sluice:slo_requests:rate5m{${on}})`,
  ]);
});

test("labels that tell who asked are joined, so that each expression is written once", () => {
  const unasked = [
    { names: ["route", "code"], expression: String.raw`a\.b` },
    { names: ["agent"], expression: "c" },
  ];
  const replace = (inner: string, names: string, expression: string) =>
    String.raw`label_replace(label_join(${inner}, "sluice_asked", "\n", ${names}), "sluice_unasked", "1", "sluice_asked", "${expression}")`;
  const first = replace(
    "sum by (code, flags, route, agent) (rate(a{}[5m]))",
    '"route", "code"',
    String.raw`a\\.b`,
  );
  expect(countsOf([counter], unasked)[0]).toBe(
    `(sum by (code, flags, sluice_unasked) (${replace(first, '"agent"', "c")}) and on (sluice_unasked) vector(1))`,
  );
});

test("every series has the objective's labels, and Sloth's names", () => {
  const { rules } = renderSloRules(service, slo, rates);
  expect(sloId(service, slo)).toBe("web-shop-availability");
  expect(remainingQuery(service, slo)).toBe(
    'slo:period_error_budget_remaining:ratio{sloth_id="web-shop-availability"}',
  );
  expect(rules.flatMap(({ record }) => record ?? [])).toEqual([
    "sluice:slo_statuses:rate5m",
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
});

test.each([
  [30, 0.9, ["page", "ticket"]],
  // A total failure uses up less than a twentieth of the budget in six hours, and more than a tenth in three days.
  [30, 0.8, ["ticket"]],
  [90, 0.5, []],
])("an objective of %d days at %d has alerts %j, each with an expression", (days, target, severities) => {
  const loose: Slo = { name: "latency", target, withinSeconds: 0.3, windowSeconds: days * 86_400 };
  const alerts = renderSloRules(service, loose, rates).rules.filter(({ alert }) => alert !== undefined);
  expect(alerts.map(({ labels }) => labels["severity"])).toEqual(severities);
  expect(alerts.map(({ expr }) => expr)).not.toContain("");
});

test("each rule stands behind those whose series it reads, in one group that Mimir takes", () => {
  const { rules } = renderSloRules(service, slo, rates);
  const made = rules.map(({ record }) => record);
  const reads = (expr: string) =>
    [...expr.matchAll(/(?:sluice|slo):[\w:]+/g)].map(([name]) => made.indexOf(name));
  expect(rules.map(({ expr }) => Math.max(-1, ...reads(expr))).every((last, nth) => last < nth)).toBe(true);
  expect(rules.some(({ expr }) => reads(expr).includes(-1))).toBe(false);
  // By default its ruler refuses more rules in one group.
  expect(rules.length).toBeLessThanOrEqual(20);
});
