import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const rulesOf = (metrics: string) =>
  toSettings(configWith({ analysis: `{ prometheus: "http://p", source: traefik, metrics: ${metrics} }` }), {
    kind: "base",
    environment: "prod",
  }).analysis.metrics;
const ruleOf = (keys: string) => rulesOf(`[{ name: x, ${keys} }]`)[0];

test.each([
  ["cpu", 0.8, "container_cpu_usage_seconds_total"],
  ["memory", 0.9, "container_memory_working_set_bytes"],
  ["cpu-throttled", 0.25, "container_cpu_cfs_throttled_periods_total"],
  ["restarts", 5, "kube_pod_container_status_restarts_total"],
  ["database-connections", 0.8, "pg_settings_max_connections"],
])("preset %s is a gauge of at most %d", (kind, limit, series) => {
  expect(ruleOf(`kind: ${kind}`)).toMatchObject({
    kind: "gauge",
    limit,
    direction: "atMost",
    query: expect.stringContaining(series),
  });
  expect(ruleOf(`kind: ${kind}, limit: 0.5, query: own`)).toMatchObject({ limit: 0.5, query: "own" });
});

test("preset queue compares a depth with its own past", () => {
  expect(ruleOf("kind: queue, query: depth")).toEqual({
    kind: "gauge",
    name: "x",
    query: "(depth) / clamp_min(avg_over_time((depth)[30m:1m] offset 10m), 10)",
    limit: 2,
    direction: "atMost",
  });
  expect(ruleOf("kind: queue, query: depth, limit: 3")).toMatchObject({ limit: 3 });
});

test.each([
  ["p95", 0.95],
  ["p99", 0.99],
])("preset %s compares a quantile of both tracks", (kind, quantile) => {
  const queries = "queries: { stable: 's_bucket{a=\"b\"}', canary: c_bucket }";
  const rule = ruleOf(`kind: ${kind}, ${queries}`) as unknown as { query: string };
  expect(rule).toMatchObject({ kind: "gauge", limit: 2, direction: "atMost" });
  expect(rule.query).toContain(`histogram_quantile(${quantile}, sum by (le) (rate(c_bucket[5m])))`);
  expect(rule.query).toContain('s_bucket{a="b",le="+Inf"}');
  expect(rule.query).toContain('c_bucket{le!="+Inf"}');
  expect(ruleOf(`kind: ${kind}, ${queries}, limit: 1.1`)).toMatchObject({ limit: 1.1 });
});

test("presets of answers are events with their codes", () => {
  const codes = (ruleOf("kind: client-errors") as unknown as { codes: readonly number[] }).codes;
  expect([codes.length, codes[0], codes.at(-1)]).toEqual([98, 400, 499]);
  expect(codes).not.toEqual(expect.arrayContaining([401]));
  expect(codes).not.toEqual(expect.arrayContaining([429]));
  expect(ruleOf("kind: authentication")).toMatchObject({
    kind: "events",
    codes: [401, 407],
    toleratedRatio: 2,
  });
  expect(ruleOf("kind: rate-limited, toleratedRatio: 4")).toMatchObject({ codes: [429], toleratedRatio: 4 });
});

test("preset csp is a counter of events", () => {
  expect(ruleOf("kind: csp")).toMatchObject({
    kind: "events",
    query: 'csp_violations_total{namespace="{{namespace}}"}',
    toleratedRatio: 2,
  });
  expect(ruleOf("kind: csp, query: reports_total, toleratedRatio: 3")).toMatchObject({
    query: "reports_total",
    toleratedRatio: 3,
  });
});

test.each([
  ["a queue without depth", "kind: queue", "query must be set: the depth of a queue"],
  ["a placeholder", "kind: queue, query: 'depth{{{pod}}}'", "use no other placeholders"],
  ["a placeholder of a gauge", "kind: cpu, query: 'c{{{pod}}}'", "use no other placeholders"],
  ["a function of a counter", "kind: csp, query: 'rate(x[1m])'", "query must select a counter"],
  ["a quantile of nothing", "kind: p95", "queries must be set: the buckets of each track's histogram"],
  [
    "a quantile of no selector",
    "kind: p99, queries: { stable: 'rate(x[1m])', canary: x }",
    "queries must select buckets of a histogram",
  ],
  [
    "a placeholder of a quantile",
    "kind: p99, queries: { stable: 'x{a=\"{{pod}}\"}', canary: x }",
    "queries must use no other placeholders",
  ],
  ["codes", "kind: client-errors, codes: [404]", 'codes must not be set for kind "client-errors"'],
])("presets refuse %s", (_, keys, says) => {
  expect(() => ruleOf(keys)).toThrow(says);
});
