import { findCredentials, toPrometheusAddress } from "../../../../components/core/convert/prometheus-address";

test.each([
  ["http://prometheus.monitoring:9090", "service://monitoring/prometheus:9090"],
  ["http://prometheus.monitoring.svc.cluster.local:9090/", "service://monitoring/prometheus:9090"],
  ["http://thanos.monitoring.svc/api", "service://monitoring/thanos:80/api"],
  ["https://thanos.monitoring.svc", "service://monitoring/https:thanos:443"],
  ["https://mimir.example.org/prometheus", "https://mimir.example.org/prometheus"],
  ["https://mimir.example.org:8443", "https://mimir.example.org:8443"],
  ["https://example.org", "https://example.org"],
])("toPrometheusAddress() takes %s as %s", (text, address) => {
  expect(toPrometheusAddress(text)).toEqual({ address, hadCredentials: false });
});

test("toPrometheusAddress() carries no user and no password", () => {
  const found = toPrometheusAddress("https://me:word@mimir.example.org");
  expect(found).toEqual({ address: "https://mimir.example.org", hadCredentials: true });
  expect(findCredentials([undefined, found])).toHaveLength(1);
  expect(findCredentials([undefined, { hadCredentials: false }])).toEqual([]);
});

test.each(["prometheus", "ftp://prometheus.monitoring:9090", "http://prometheus:9090", "{{args.address}}"])(
  "toPrometheusAddress() leaves %s to a person",
  (text) => {
    expect(toPrometheusAddress(text)).toBeUndefined();
  },
);
