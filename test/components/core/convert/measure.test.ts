import { findSource, toMeasure, toMetricName, toOneLine } from "../../../../components/core/convert/measure";

const atLeast = (limit: number) => ({ direction: "atLeast" as const, limit, isStrict: false });
const atMost = (limit: number) => ({ direction: "atMost" as const, limit, isStrict: false });

const good =
  'sum(rate(istio_requests_total{response_code!~"5.*"}[1m])) / sum(rate(istio_requests_total[1m]))';
const bad = 'sum(rate(http_requests_total{code=~"5.."}[1m])) / sum(rate(http_requests_total[1m]))';

test.each([
  [good, atLeast(0.99), 0.01],
  [bad, atMost(0.05), 0.05],
  [`${bad} * 100`, atMost(2), 0.02],
  [`100 * ${good}`, atLeast(99), 0.01],
])("toMeasure() takes %s as an objective of errors", (query, bound, errorRatio) => {
  expect(toMeasure("rate", query, [bound])).toMatchObject({ metrics: [], errorRatio });
});

test.each([
  ["no share", "histogram_quantile(0.99, x)", atMost(0.5)],
  ["no requests", "free / total", atLeast(0.99)],
  ["a limit in another unit", good, atLeast(99)],
  ["nothing may fail", good, atLeast(1)],
  ["no failures in it", "sum(requests_total{a='b'}) / sum(requests_total)", atMost(0.3)],
])("toMeasure() makes a gauge of a query with %s", (_, query, bound) => {
  const { metrics, errorRatio } = toMeasure("one", query, [bound]);
  expect(errorRatio).toBeUndefined();
  const direction = bound.direction === "atLeast" ? { direction: "atLeast" } : {};
  expect(metrics).toEqual([{ name: "one", kind: "gauge", query, limit: bound.limit, ...direction }]);
});

test("toMeasure() makes a gauge for each of two limits", () => {
  const { metrics } = toMeasure("pods", "up", [atLeast(1), atMost(9)]);
  expect(metrics.map(({ name, limit }) => [name, limit])).toEqual([
    ["pods-min", 1],
    ["pods-max", 9],
  ]);
});

test("findSource() knows a source by its counters", () => {
  expect(findSource(good)).toBe("istio");
  expect(findSource(bad)).toBeUndefined();
});

test("toOneLine() leaves comments out, and refuses what nothing fills in, what is empty or too long", () => {
  expect(toOneLine("# good\n  sum(\n  up)\n")).toEqual({ query: "sum( up)" });
  expect(toOneLine("up{a='{{args.b}}'}")).toEqual({ refused: "nothing fills in {{args.b}}" });
  expect(toOneLine("\n")).toEqual({ refused: "the query is empty" });
  expect(toOneLine("x".repeat(1001))).toEqual({
    refused: "the query has 1001 characters: a metric has at most 1000",
  });
});

test.each([
  ["success-rate", "success-rate"],
  ["95th percentile!", "th-percentile"],
  ["…", "metric"],
])("toMetricName() makes a name of %s", (name, made) => {
  expect(toMetricName(name)).toBe(made);
});
