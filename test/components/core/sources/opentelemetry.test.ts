import { opentelemetry } from "../../../../components/core/sources/opentelemetry";

const input = {
  namespace: "prod",
  app: "app",
  route: "app",
  gateway: { name: "web", namespace: "infra" },
  rule: 2,
};

test("selectors() of opentelemetry ask for pods of both tracks and signs of life, by the labels of each pipeline", () => {
  const all = opentelemetry.selectors(input);
  expect(all[0]).toMatch(
    /^\{__name__=~"\(http_server_request_duration\(\?:_seconds\|.*\)_count\|up\|target_info",namespace="prod",pod=~"app-\(stable\|canary\)-\[a-z0-9\]\+\(-\[a-z0-9\]\{5\}\)\?"\}$/,
  );
  expect(all[1]).toContain(
    'exported_namespace="prod",exported_pod=~"app-(stable|canary)-[a-z0-9]+(-[a-z0-9]{5})?"',
  );
  expect(all[2]).toContain(
    'k8s_namespace_name="prod",k8s_pod_name=~"app-(stable|canary)-[a-z0-9]+(-[a-z0-9]{5})?"',
  );
  expect(opentelemetry.selectors({ ...input, boundsSeconds: [0.25], places: { cluster: "eu" } })[0]).toMatch(
    /_\(bucket\|count\)\|up\|target_info",namespace="prod",pod=~"app-\(stable\|canary\)-\[a-z0-9\]\+\(-\[a-z0-9\]\{5\}\)\?",cluster=~"eu\|",le=~"\|0\\\\\.25\|250\(\\\\\.0\)\?"\}$/,
  );
});

test.each([
  [{ pod: "app-canary-5f-x1b2c" }, "canary"],
  [{ pod: "x", sluice_dev_track: "stable" }, "stable"],
  [{ exported_pod: "app-canary-5f-x1b2c", pod: "otel-collector-0" }, "canary"],
  [{ k8s_pod_name: "app-stable-5f-x1b2c", k8s_namespace_name: "prod" }, "stable"],
  [{ pod: "app-canary-5f-x1b2c", namespace: "staging" }, undefined],
  [{ pod: "x", sluice_dev_track: "blue" }, undefined],
  // Pods of a copy of the Deployment, of a set of others, and of an app whose name goes on.
  [{ pod: "app-canary-debug-5f6d8b9c7d-x1b2c" }, undefined],
  [{ pod: "app-stable-cache-0" }, undefined],
  [{ pod: "app-canary-stable-5f6d8b9c7d-x1b2c" }, undefined],
  // Kubernetes cuts the name of a pod whose Deployment has a long one.
  [{ pod: "app-canary-5f6d8b9c7dx1b2c" }, "canary"],
  [{}, undefined],
] as const)("trackOf() by opentelemetry of %j is %s", (labels, expected) => {
  expect(opentelemetry.trackOf(labels, input)).toBe(expected);
});

test("meaningOf() of opentelemetry takes the count of its histogram for requests, and up and target_info for life", () => {
  const of = (name: string) => opentelemetry.meaningOf({ __name__: name, le: "0.5" });
  expect(of("up")).toEqual({ kind: "presence" });
  expect(of("target_info")).toEqual({ kind: "presence" });
  expect(of("http_server_request_duration_seconds_count")).toEqual({ kind: "requests", isTimed: true });
  expect(of("http_server_request_duration_seconds_bucket")).toEqual({ kind: "bucket", boundSeconds: 0.5 });
  expect(of("http_server_active_requests")).toBeUndefined();
  expect(opentelemetry.meaningOf({})).toBeUndefined();
});

test.each([
  ["http_server_duration_milliseconds", 0.5],
  ["http_server_duration", 0.5],
  ["http_server_duration_seconds", 500],
  ["rpc_server_call_duration_seconds", 500],
  ["rpc_server_duration_milliseconds", 0.5],
  ["http_server_request_duration", 500],
  ["rpc_server_call_duration", 500],
  ["rpc_server_duration", 0.5],
  ["http.server.request.duration", 500],
  ["http.server.request.duration_seconds", 500],
])("meaningOf() of opentelemetry reads %s in its unit", (name, boundSeconds) => {
  expect(opentelemetry.meaningOf({ __name__: `${name}_bucket`, le: "500" })).toEqual({
    kind: "bucket",
    boundSeconds,
  });
  expect(opentelemetry.meaningOf({ __name__: `${name}_count` })).toEqual({ kind: "requests", isTimed: true });
});

test("editionOf() of opentelemetry tells conventions of HTTP and of gRPC apart, and signs of life from both", () => {
  const of = (name: string) => opentelemetry.editionOf?.({ __name__: name });
  expect(of("http_server_request_duration_seconds_count")).toMatchObject({ of: "http", edition: 0 });
  expect(of("http_server_duration_milliseconds_bucket")).toMatchObject({ of: "http", edition: 2 });
  expect(of("rpc_server_duration_milliseconds_count")).toMatchObject({ of: "rpc", edition: 2 });
  expect(of("up")).toEqual({ of: "presence", edition: 0 });
});

test("remark() of opentelemetry says where a request may be counted as one of HTTP and as a call", () => {
  const http = { __name__: "http_server_request_duration_seconds_count", pod: "a" };
  const call = { __name__: "rpc_server_duration_milliseconds_count", pod: "a" };
  expect(opentelemetry.remark?.([http, { ...call, pod: "b" }])).toBeUndefined();
  expect(opentelemetry.remark?.([http, call])).toMatch(/^pods count requests of HTTP and calls of gRPC/);
  const bare = [http, call].map(({ __name__ }) => ({ __name__ }));
  expect(opentelemetry.remark?.(bare)).toMatch(/^pods count/);
});

describe("looks() of opentelemetry", () => {
  const [histogram, foreign, names] = opentelemetry.looks(input);
  const duration = "http_server_request_duration_seconds";

  test("ask for the histogram of the app's pods", () => {
    expect(histogram?.query).toContain(
      '(_bucket|_count)?",namespace="prod",pod=~"app-(stable|canary)-[a-z0-9]+(-[a-z0-9]{5})?"}) or ',
    );
    expect(histogram?.explain([{ __name__: `${duration}_bucket`, le: "0.5" }])).toBe(
      `${duration} has the buckets 0.5`,
    );
  });

  test("show the labels that a series has whose pod is not ours", () => {
    expect(foreign?.query).toMatch(/^topk\(1, \{__name__=~"\(http_server_request_duration\(\?:_seconds\|/);
    expect(foreign?.explain([{ __name__: `${duration}_count`, job: "otel", pod_name: "x" }])).toBe(
      `${duration}_count is there, but not of the app's pods: found job="otel", pod_name="x"`,
    );
    expect(foreign?.explain([{ __name__: `${duration}_count`, job: "otel" }])).toContain(
      "let the pipeline keep the attribute k8s.pod.name",
    );
    expect(foreign?.explain([])).toBeUndefined();
  });

  test("name the histogram as other versions call it", () => {
    expect(names?.explain([{ __name__: "http_server_durations_count" }, {}])).toBe(
      `${duration} is not there: found http_server_durations_count; OTEL_SEMCONV_STABILITY_OPT_IN=http gives today's names`,
    );
    expect(names?.explain([{ __name__: "http.server.request.duration_seconds_count" }])).toMatch(
      /found http\.server\.request\.duration_seconds_count; Prometheus keeps dots: otlp\.translation_strategy/,
    );
    expect(names?.explain([])).toBe(`${duration} is not there, nor anything like it`);
  });
});
