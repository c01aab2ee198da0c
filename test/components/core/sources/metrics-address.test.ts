import { parseMetricsAddress } from "../../../../components/core/sources/metrics-address";

test.each([
  ["service://monitoring/prometheus:9090", "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy"],
  ["service://m/p:http/prefix/", "/api/v1/namespaces/m/services/p:http/proxy/prefix"],
  [
    "service://openshift-monitoring/https:thanos-querier:9091",
    "/api/v1/namespaces/openshift-monitoring/services/https:thanos-querier:9091/proxy",
  ],
])("parseMetricsAddress(%j) goes through the proxy", (address, proxyPath) => {
  expect(parseMetricsAddress(address)).toEqual({ kind: "service", proxyPath });
});

test.each(["http://127.0.0.1:9090", "https://prometheus.example.org/base"])(
  "parseMetricsAddress(%j) is direct",
  (url) => {
    expect(parseMetricsAddress(`${url}/`)).toEqual({ kind: "direct", url });
  },
);

test("parseMetricsAddress() refuses anything else", () => {
  expect(() => parseMetricsAddress("prometheus:9090")).toThrow(
    'Cannot read address of Prometheus: sluice:analysis.prometheus must be "service://<namespace>/<service>:<port>" or an http(s) URL: got prometheus:9090',
  );
});
