import { mapMetrics } from "../../../../../components/core/convert/flagger/metrics";
import type { JsonObject } from "../../../../../components/core/revision/revision";
import { read } from "../support/read";

const templates = read(`
{ kind: MetricTemplate, metadata: { name: free }, spec: { provider: { type: prometheus, address: "prometheus" }, query: "free{ingress='{{ ingress }}',x='{{ variables.gone }}'}" } }
---
{ kind: MetricTemplate, metadata: { name: plain }, spec: { provider: { type: prometheus }, query: "free{i='{{ interval }}',g='{{ ingress }}'}" } }
---
{ kind: MetricTemplate, metadata: { name: empty }, spec: { provider: { type: prometheus } } }
---
{ kind: MetricTemplate, metadata: { name: none }, spec: {} }
`);
const map = (metrics: readonly JsonObject[], more: JsonObject = {}) =>
  mapMetrics({ spec: { ...more, analysis: { metrics } } }, templates);
const max = { thresholdRange: { max: 5 } };

test.each([
  ["a limit that a share cannot have", { name: "request-success-rate", thresholdRange: { min: 100 } }],
  ["no limit", { name: "request-success-rate" }],
  ["a query without a limit", { name: "own", query: "up" }],
  ["a template without a name", { templateRef: {}, ...max }],
  ["a template with an unknown variable", { name: "free", templateRef: { name: "free" }, ...max }],
  ["an empty template", { name: "empty", templateRef: { name: "empty" }, ...max }],
  ["a template without a provider", { name: "none", templateRef: { name: "none" }, ...max }],
  ["a duration below one millisecond", { name: "request-duration", thresholdRange: { max: 0.5 } }],
])("mapMetrics() tells that a metric with %s is lost", (_, metric) => {
  const { measures, fates } = map([metric]);
  expect(measures.flatMap(({ metrics = [] }) => metrics)).toEqual([]);
  expect(fates.some(({ at, verdict }) => at === "spec analysis metrics [0]" && verdict === "lost")).toBe(
    true,
  );
});

test("mapMetrics() reads the oldest forms", () => {
  expect(map([{ name: "request-success-rate", threshold: 99 }]).measures[0]).toMatchObject({
    errorRatio: 0.01,
  });
  expect(map([{ name: "request-duration", threshold: 500 }]).measures[0]?.metrics).toEqual([
    { name: "request-duration", kind: "latency", bounds: ["500ms"] },
  ]);
  const old = mapMetrics({ spec: { canaryAnalysis: { metrics: [{ query: "up", threshold: 3 }] } } }, []);
  expect(old.measures[0]?.metrics).toEqual([{ name: "metric", kind: "gauge", query: "up", limit: 3 }]);
});

test("mapMetrics() fills the names of a template in", () => {
  const query = (more: JsonObject) =>
    map([{ name: "plain", templateRef: { name: "plain" }, ...max }], more).measures[0]?.metrics?.[0]?.[
      "query"
    ];
  expect(query({})).toBe("free{i='1m',g='{{app}}-canary'}");
  expect(query({ ingressRef: { name: "web" } })).toBe("free{i='1m',g='web'}");
});
