import { readCounters } from "../../../../components/core/evidence/read-counters";
import { findUntoldShares } from "../../../../components/core/evidence/answers/outcome-rules";
import { envoyGateway } from "../../../../components/core/sources/envoy-gateway";
import type { RawMetric } from "../../../../components/core/sources/source";
import { app, input } from "../../../support/sources/fixture";
import { envoyGateway as fixture } from "../../../support/sources/envoy-gateway";
import { fits } from "../../../support/sources/select";

const success = fixture.counter("canary", { http: 200 }) as Record<string, string>;
const metric = (labels: Record<string, string>, values: readonly number[]): RawMetric => ({
  labels,
  samples: values.map((value, i) => [5 * i, value] as const),
});

test("selectors() of envoy-gateway ask for the endpoints of the weighted rule, whatever its clusters are", () => {
  const [selector] = envoyGateway.selectors({ ...input, places: { cluster: "eu" } });
  expect(fits(selector, success)).toBe(true);
  expect(fits(selector, { ...success, envoy_cluster_name: "httproute/prod/app/rule/2/backend/1" })).toBe(
    true,
  );
  const first = { ...success, envoy_cluster_name: "httproute/prod/app/rule/1" };
  expect(fits(selector, first)).toBe(false);
  const copies = { ...success, envoy_cluster_name: "httproute/prod/app/rule/2-mirror-0" };
  expect(fits(selector, copies)).toBe(true);
  const { rule: _, ...every } = input;
  expect(fits(envoyGateway.selectors(every)[0], first)).toBe(true);
});

test("tracks are told by the addresses of pods; an address that no pod had is a doubt, not nobody's", () => {
  const known = envoyGateway.byAddress?.([metric(success, [1, 5])], fixture.owners ?? []) ?? [];
  expect(known.map(({ labels }) => envoyGateway.trackOf(labels, app))).toEqual(["canary"]);
  const gone = envoyGateway.byAddress?.([metric(success, [1, 5])], []) ?? [];
  const { series, doubts } = readCounters(gone, { reader: envoyGateway, app });
  expect(series).toEqual([]);
  const copied = metric({ ...success, envoy_cluster_name: "httproute/prod/app/rule/2-mirror-0" }, [1, 5]);
  expect(
    readCounters(envoyGateway.byAddress?.([copied], []) ?? [], { reader: envoyGateway, app }).doubts,
  ).toEqual([]);
  expect(doubts[0]?.text).toMatch(/^requests must belong to a track: got 4 of neither/);
  expect(
    readCounters([metric({ __name__: "envoy_cluster_endpoint_rq_error" }, [1, 2])], {
      reader: envoyGateway,
      app,
    }).doubts,
  ).toEqual([]);
});

test("meaningOf() of envoy-gateway reads what is an error and what is none, and nothing else", () => {
  expect(envoyGateway.meaningOf(success)).toEqual({ kind: "requests", isTimed: false });
  expect(envoyGateway.meaningOf({ __name__: "envoy_cluster_endpoint_rq_total" })).toBeUndefined();
  expect(envoyGateway.describe?.({ __name__: "envoy_cluster_endpoint_rq_error" })).toEqual({ code: "5xx" });
  expect(findUntoldShares([], envoyGateway)).toEqual(["classes", "gave-up", "routes"]);
});

test.each([
  [[], "there is no envoy_cluster_endpoint_rq_success, nor any other counter of Envoy's clusters"],
  [
    ["envoy_cluster_endpoint_rq_success"],
    "envoy_cluster_endpoint_rq_success is there, but not of this route's rule",
  ],
  [
    ["envoy_cluster_upstream_rq_total"],
    "there is no envoy_cluster_endpoint_rq_success: Envoy Gateway has one cluster for both tracks, so let it count by endpoint (EnvoyProxy spec.telemetry.metrics.enablePerEndpointStats: true)",
  ],
])("looks() of envoy-gateway say which counters there are: %j", (names, expected) => {
  const [counters] = envoyGateway.looks(input);
  const found = [...names.map((one) => ({ __name__: one })), ...(names.length > 0 ? [{}] : [])];
  expect(counters?.explain(found as Record<string, string>[])).toBe(expected);
});
