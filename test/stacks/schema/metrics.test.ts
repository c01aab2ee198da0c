import { metricKindNames } from "../../../stacks/metrics/metric-kinds";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const rulesOf = (metrics: string, source = "traefik") =>
  toSettings(configWith({ analysis: `{ prometheus: 'http://p', source: ${source}, metrics: ${metrics} }` }), {
    kind: "base",
    environment: "prod",
  }).analysis.metrics;

test("metrics have defaults that fit the source", () => {
  expect(rulesOf("[{ name: latency, kind: latency }]")).toEqual([
    { kind: "latency", name: "latency", boundsSeconds: [0.1, 0.3, 1.2, 5], toleratedRatio: 1.2 },
  ]);
  expect(
    rulesOf(
      "[{ name: slow, kind: latency }, { name: limited, kind: events, codes: [401, 429] }, { name: cpu, kind: gauge, query: cpu, limit: 0.8 }]",
      "opentelemetry",
    ),
  ).toEqual([
    { kind: "latency", name: "slow", boundsSeconds: [0.1, 0.25, 0.5, 1, 2.5], toleratedRatio: 1.2 },
    { kind: "events", name: "limited", toleratedRatio: 2, codes: [401, 429] },
    { kind: "gauge", name: "cpu", query: "cpu", limit: 0.8, direction: "atMost" },
  ]);
});

test("metrics are taken as they are set", () => {
  expect(
    rulesOf(
      "[{ name: l, kind: latency, bounds: [250ms, 1s], toleratedRatio: 1.5 }, { name: csp, kind: events, query: csp_total, toleratedRatio: 3 }, { name: own, kind: events, queries: { stable: 'a{t=\"s\"}', canary: b } }, { name: free, kind: gauge, query: sum(free), limit: 5, direction: atLeast }]",
    ),
  ).toEqual([
    { kind: "latency", name: "l", boundsSeconds: [0.25, 1], toleratedRatio: 1.5 },
    { kind: "events", name: "csp", toleratedRatio: 3, query: "csp_total" },
    { kind: "events", name: "own", toleratedRatio: 2, queries: { stable: 'a{t="s"}', canary: "b" } },
    { kind: "gauge", name: "free", query: "sum(free)", limit: 5, direction: "atLeast" },
  ]);
});

test.each([
  [
    "an unknown kind",
    "[{ name: a, kind: rate }]",
    `[0].kind must be ${metricKindNames.map((name) => `"${name}"`).join(" or ")}: got "rate"`,
  ],
  [
    "an unknown key",
    "[{ name: a, kind: latency, bound: 1s }]",
    '[0].bound must be a known key, such as "bounds"',
  ],
  ["a name with blanks", "[{ name: 'a b', kind: latency }]", "[0].name must be letters, digits and dashes"],
  [
    "a name twice",
    "[{ name: a, kind: latency }, { name: a, kind: events, codes: [429] }]",
    '[1].name must be unique: got "a"',
  ],
  [
    "latency twice",
    "[{ name: a, kind: latency }, { name: b, kind: latency }]",
    "[1].kind must be latency once, with all its bounds",
  ],
  [
    "bounds that fall",
    "[{ name: a, kind: latency, bounds: [1s, 250ms] }]",
    "[0].bounds must be above 0 and ascending",
  ],
  ["a bound of 0", "[{ name: a, kind: latency, bounds: [0s] }]", "[0].bounds must be above 0 and ascending"],
  [
    "a bound without unit",
    "[{ name: a, kind: latency, bounds: ['1'] }]",
    '[0].bounds[0] must be durations such as "250ms"',
  ],
  [
    "a ratio below 1",
    "[{ name: a, kind: latency, toleratedRatio: 0.5 }]",
    "[0].toleratedRatio must be a number from 1 to 50: got 0.5",
  ],
  [
    "a limit for latency",
    "[{ name: a, kind: latency, limit: 1 }]",
    '[0].limit must not be set for kind "latency": got 1',
  ],
  [
    "a query for latency",
    "[{ name: a, kind: latency, query: 'rate(x[1m])' }]",
    '[0].query must not be set for kind "latency": got "rate(x[1m])"',
  ],
  [
    "a gauge without query",
    "[{ name: a, kind: gauge, limit: 1 }]",
    "[0].query must be set for a gauge: got nothing",
  ],
  [
    "a gauge without limit",
    "[{ name: a, kind: gauge, query: x }]",
    "[0].limit must be set for a gauge: got nothing",
  ],
  [
    "events without anything",
    "[{ name: a, kind: events }]",
    "[0].codes must be set for events, or query instead: got nothing",
  ],
  [
    "events with both",
    "[{ name: a, kind: events, codes: [429], query: x }]",
    "[0].codes must be set for events, or query instead: got [429]",
  ],
  [
    "a rate of events",
    "[{ name: a, kind: events, queries: { stable: x, canary: 'rate(x[1m])' } }]",
    "[0].queries must select a counter, such as csp_violations_total",
  ],
  [
    "both kinds of queries",
    "[{ name: a, kind: events, query: x, queries: { stable: x, canary: y } }]",
    "[0].queries must be left out with query",
  ],
  [
    "functions in one query",
    "[{ name: a, kind: events, query: 'rate(x[1m])' }]",
    "[0].query must select a counter, such as csp_violations_total",
  ],
  [
    "a placeholder of others",
    "[{ name: a, kind: gauge, limit: 1, query: 'x{a=\"{{args.b}}\"}' }]",
    "[0].query must use no other placeholders than {{namespace}} and {{app}}",
  ],
  [
    "an unknown placeholder",
    "[{ name: a, kind: gauge, limit: 1, query: 'x{a=\"{{target}}\"}' }]",
    "[0].query must use no other placeholders than {{namespace}} and {{app}}",
  ],
])("%s is refused", (_, metrics, problem) => {
  expect(() => rulesOf(metrics)).toThrow(`sluice:analysis.metrics${problem}`);
});

test("metrics, bounds and queries are limited, so that the evidence always fits into the ledger", () => {
  const many = Array.from({ length: 21 }, (_, i) => `{ name: m${i}, kind: events, codes: [429] }`);
  expect(() => rulesOf(`[${many.join(", ")}]`)).toThrow("sluice:analysis.metrics must be at most 20 metrics");
  const bounds = Array.from({ length: 21 }, (_, i) => `${i + 1}s`).join(", ");
  expect(() => rulesOf(`[{ name: a, kind: latency, bounds: [${bounds}] }]`)).toThrow(
    "sluice:analysis.metrics[0].bounds must be at most 20 durations",
  );
  const query = `x${"y".repeat(1000)}`;
  expect(() => rulesOf(`[{ name: a, kind: gauge, limit: 1, query: ${query} }]`)).toThrow(
    "sluice:analysis.metrics[0].query must be PromQL on one line, at most 1000 characters",
  );
});

test("all problems of all metrics come at once", () => {
  expect(() => rulesOf("[{ name: a, kind: gauge }, { name: a, kind: events }]")).toThrow(
    /metrics\[0\]\.query .*metrics\[0\]\.limit .*metrics\[1\]\.name .*metrics\[1\]\.codes /s,
  );
});

test("a share of errors is refused where nothing else is left to judge", () => {
  const metrics = "[{ name: a, kind: latency }], parameters: { errorsWeight: 1 }";
  expect(() => rulesOf(metrics)).toThrow(
    "sluice:analysis.parameters.errorsWeight must be below 1 where more than errors is judged: got 1",
  );
});

test("a metric on trial is none that decides; a latency may be on trial beside the one that decides", () => {
  const { analysis } = toSettings(
    configWith({
      analysis:
        "{ prometheus: 'http://p', metrics: [{ name: l, kind: latency }, { name: m, kind: latency, bounds: [1s], trial: true }, { name: g, kind: gauge, query: x, limit: 1, trial: true }] }",
    }),
    { kind: "base", environment: "prod" },
  );
  expect(analysis.metrics.map(({ name }) => name)).toEqual(["l"]);
  expect(analysis.trials?.map(({ name }) => name)).toEqual(["m", "g"]);
  expect(() =>
    rulesOf("[{ name: a, kind: latency, trial: true }, { name: b, kind: latency, trial: true }]"),
  ).toThrow(expect.objectContaining({ message: expect.stringContaining("latency once") as string }));
  expect(() =>
    rulesOf("[{ name: a, kind: events, codes: [429], trial: true, toleratedRatio: 90 }]"),
  ).toThrow();
});
