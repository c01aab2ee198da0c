import { toMetricParameters } from "../../../../components/core/evidence/metric-rule";
import { defaultParameters } from "../../../../components/core/verdict";

test("toMetricParameters() tells the engine which tests there are", () => {
  expect(
    toMetricParameters([
      { kind: "latency", name: "latency", boundsSeconds: [0.1, 1], toleratedRatio: 1.3 },
      { kind: "events", name: "csp", toleratedRatio: 2, query: "csp_total" },
      { kind: "gauge", name: "cpu", query: "cpu", limit: 0.8, direction: "atMost" },
    ]),
  ).toEqual({
    latencyBoundsSeconds: [0.1, 1],
    toleratedSlowRatio: 1.3,
    events: [{ name: "csp", toleratedRatio: 2 }],
    gauges: [{ name: "cpu", limit: 0.8, direction: "atMost" }],
  });
});

test("toMetricParameters() of no metrics changes nothing that was judged before there were any", () => {
  expect(defaultParameters(toMetricParameters([]))).toEqual(defaultParameters());
});
