import { isLoopback, mayCarrySecrets } from "../../../../components/core/access/secure-address";

test.each([
  ["localhost", true],
  ["LocalHost", true],
  ["127.9.9.9", true],
  ["[::1]", true],
  ["::1", true],
  ["127.example", false],
  ["127.0.0.1.example", false],
  ["localhost.example", false],
  ["10.0.0.1", false],
])("isLoopback() of %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  ["https://prometheus.example", true],
  ["http://prometheus.example", false],
  ["http://prometheus.monitoring.svc:9090", false],
  ["http://localhost:9090", true],
  ["http://127.0.0.1:9090/prefix", true],
  ["http://[::1]:9090", true],
  ["http://localhost@elsewhere.example", false],
  ["no address", false],
])("mayCarrySecrets() of %s", (url, expected) => {
  expect(mayCarrySecrets(url)).toBe(expected);
});
