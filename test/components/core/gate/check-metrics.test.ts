import { checkMetrics } from "../../../../components/core/gate/check-metrics";
import type { MetricsFact } from "../../../../components/core/gate/facts";
import { factsOf, factsWithout, routeOf } from "../../../support/gate";

const fresh: MetricsFact = {
  problems: [],
  unread: [],
  doubts: [],
  notes: [],
  ageSeconds: { stable: 2, canary: 3 },
  freshSeconds: 30,
};
const texts = (weight: number, metrics: MetricsFact) =>
  checkMetrics(factsOf({ route: routeOf(weight), metrics })).problems.map((one) => one.text);

test.each([
  [0, { stable: 2 }, []],
  [100, { canary: 2 }, []],
  [5, { stable: 2, canary: 30 }, []],
  [5, { stable: 2, canary: 30.6 }, ["newest sample of canary must be at most 30 s old: got 31 s"]],
  [5, { canary: 3 }, ["newest sample of stable must be at most 30 s old: got no series"]],
])("checkMetrics() at %i %% with ages %j finds %j", (weight, ageSeconds, expected) => {
  expect(texts(weight, { ...fresh, ageSeconds })).toEqual(expected);
});

test("checkMetrics() names each query that had no usable answer, and no staleness that follows from it", () => {
  const problems = [
    { query: "up{", problem: "parse error" },
    { query: "requests", track: "canary" as const, problem: "two series" },
  ];
  expect(texts(5, { ...fresh, problems, ageSeconds: {} })).toEqual([
    'answer to query "up{" must be usable: got parse error',
    'answer to query "requests" for canary must be usable: got two series',
  ]);
});

test("checkMetrics() asks for stable alone where the weight is unknown", () => {
  expect(checkMetrics(factsWithout("route")).fine).toBe("Prometheus answers, series of stable are fresh");
});

test("checkMetrics() names each metric that cannot be read, what Prometheus knows of missing series, and what to do", () => {
  const unread = [{ metric: "latency", query: "q", problem: 'no bucket le="0.2" of stable at a' }];
  const found = checkMetrics(factsOf({ route: routeOf(0), metrics: { ...fresh, unread } }));
  expect(found.problems).toEqual([
    {
      text: 'sluice:analysis.metrics "latency" must be readable by query "q": got no bucket le="0.2" of stable at a',
      fix: expect.stringContaining("sluice:analysis.metrics"),
    },
  ]);
  const query = 'sluice_waf_decisions_total{namespace="prod"}';
  const unscraped = [{ metric: "waf", query, problem: "no series" }];
  const { problems } = checkMetrics(factsOf({ route: routeOf(0), metrics: { ...fresh, unread: unscraped } }));
  expect(problems).toEqual([
    {
      text: `sluice:edge.waf "waf" must be readable by query "${query}": got no series`,
      fix: "let Prometheus scrape edge.waf.metricsPort (8881) of the pods, or set sluice:edge.waf.judged: false; a running attempt keeps those it began with",
    },
  ]);
  expect(texts(0, { ...fresh, ageSeconds: {}, diagnosis: "it is native" })).toEqual([
    "newest sample of stable must be at most 30 s old: got no series; it is native",
  ]);
});

test("checkMetrics() refuses counts that cannot be trusted, and tells what was left out", () => {
  const doubt = { text: "requests of canary must tell how they ended", fix: "let them" };
  expect(checkMetrics(factsOf({ metrics: { ...fresh, doubts: [doubt] } })).problems).toEqual([doubt]);
  expect(checkMetrics(factsOf({ metrics: { ...fresh, notes: ["a copy is left out"] } })).fine).toMatch(
    /are fresh; a copy is left out$/,
  );
});
