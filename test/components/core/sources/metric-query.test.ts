import {
  fillIn,
  isSelector,
  queriedMetrics,
  renderSamples,
  unknownPlaceholders,
} from "../../../../components/core/sources/metric-query";
import type { MetricRule } from "../../../../components/core/evidence/metric-rule";

test.each([
  ["csp_violations_total", true],
  [' csp_total{a="b}",c=~"\\"d"} ', true],
  ["{__name__=~'x_.+'}", true],
  ['x{namespace="{{namespace}}"}', true],
  ["{{app}}_total", true],
  ["sum(x)", false],
  ["rate(x[1m])", false],
  ["x[1m]", false],
  ["x or y", false],
  ["x{", false],
  ["", false],
])("isSelector() of %j is %j", (query, expected) => {
  expect(isSelector(query)).toBe(expected);
});

test("renderSamples() asks for raw samples of a selector, and evaluates anything else at every tick", () => {
  expect(renderSamples(" x{a='b'} ", 60.2, 5)).toBe("x{a='b'}[61s]");
  expect(renderSamples("max(x) / 2", 25, 0.5)).toBe("(max(x) / 2)[25s:500ms]");
  expect(renderSamples("max(x)", 0, 5)).toBe("(max(x))[1s:5000ms]");
});

test("fillIn() puts the app's names into a query and leaves the rest as it is", () => {
  const query = 'x{namespace="{{namespace}}",pod=~"{{ app }}-.+",y="{{z}}"}';
  expect(fillIn(query, { namespace: "prod", app: "shop" })).toBe(
    'x{namespace="prod",pod=~"shop-.+",y="{{z}}"}',
  );
  expect(unknownPlaceholders(query)).toEqual(["z"]);
});

test("queriedMetrics() are those that cost a request of their own", () => {
  const rules: MetricRule[] = [
    { kind: "latency", name: "a", boundsSeconds: [1], toleratedRatio: 1.2 },
    { kind: "events", name: "b", toleratedRatio: 2, codes: [429] },
    { kind: "events", name: "c", toleratedRatio: 2, query: "c_total" },
    { kind: "gauge", name: "d", query: "d", limit: 1, direction: "atMost" },
  ];
  expect(queriedMetrics(rules).map(({ name }) => name)).toEqual(["c", "d"]);
});

test("queriedMetrics() are two where each track has a query of its own", () => {
  const queries = { stable: "e_total", canary: "f_total" };
  const rule: MetricRule = { kind: "events", name: "e", toleratedRatio: 2, queries };
  expect(queriedMetrics([rule]).map(({ query, track }) => [query, track])).toEqual([
    ["e_total", "stable"],
    ["f_total", "canary"],
  ]);
});
