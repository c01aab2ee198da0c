import {
  findUnasked,
  matchesRoute,
  matchUnasked,
} from "../../../../../components/core/evidence/labels/unasked";

test.each([
  ["/readyz", ["/readyz"], true],
  ["/readyz/", ["/readyz"], true],
  ["/readyz?verbose", ["/readyz"], true],
  ["/readyz", ["/readyz/"], true],
  ["/ready", ["/readyz"], false],
  ["/api/readyz", ["/readyz"], false],
  ["/internal/jobs/1", ["/internal/*"], true],
  ["/internal", ["/internal/*"], false],
  ["/v1.health", ["/v1.health"], true],
  ["/v1-health", ["/v1.health"], false],
  ["/", ["/"], true],
  ["/a", ["/"], false],
  ["/a", [], false],
])("matchesRoute() of %s by %j is %s", (route, patterns, expected) => {
  expect(matchesRoute(route, patterns)).toBe(expected);
});

test.each([
  [{ http_route: "/readyz" }, "/readyz"],
  [{ handler: "/metrics" }, "/metrics"],
  [{ path: "/orders", user_agent: "kube-probe/1.36" }, "kube-probe/1.36"],
  [{ user_agent_original: "Prometheus/3.4.0" }, "Prometheus/3.4.0"],
  [{ user_agent: "sluice-probe" }, "sluice-probe"],
  [{ user_agent: "ELB-HealthChecker/2.0" }, "ELB-HealthChecker/2.0"],
  [{ http_user_agent: "GoogleHC/1.0" }, "GoogleHC/1.0"],
  [{ user_agent: "Googlebot/2.1" }, undefined],
  [{ url: "http://shop.prod:8080/readyz?verbose" }, "http://shop.prod:8080/readyz?verbose"],
  [{ request_uri: "/metrics" }, "/metrics"],
  [{ endpoint: "/readyz" }, "/readyz"],
  [{ endpoint: "http-metrics" }, undefined],
  [{ rpc_service: "grpc.health.v1.Health", rpc_method: "Check" }, "grpc.health.v1.Health/Check"],
  [{ path: "/grpc.health.v1.Health/Watch" }, "/grpc.health.v1.Health/Watch"],
  [{ grpc_service: "shop.v1.Health", grpc_method: "Check" }, undefined],
  [{ http_route: "/orders", user_agent: "Mozilla/5.0" }, undefined],
  [{}, undefined],
])("findUnasked() of %j is %s", (labels, expected) => {
  expect(findUnasked(labels as Record<string, string>, ["/readyz", "/metrics"])).toBe(expected);
});

/** Whether rules of Prometheus take a request of a route for none of users. */
const isUnaskedByRule = (route: string, patterns: readonly string[]): boolean =>
  new RegExp(`^(?:${matchUnasked(patterns)[0]?.expression})$`).test(`${route}\n`);

test.each<[readonly string[], string]>([
  [["/healthz", "/health", "/health/*", "/healthcheck"], "/healthz"],
  [["/healthz", "/health", "/health/*", "/healthcheck"], "/health"],
  [["/healthz", "/health", "/health/*", "/healthcheck"], "/health/db"],
  [["/healthz", "/health", "/health/*", "/healthcheck"], "/healthchecks"],
  [["/healthz", "/health", "/health/*", "/healthcheck"], "/heal"],
  [["/v1.0/*", "/v1"], "/v1x0/a"],
  [["/v1.0/*", "/v1"], "/v1.0/a"],
  [["*"], "/orders"],
  [["/a", "/a"], "/a"],
  [[], "/orders"],
])("matchUnasked() of %j and matchesRoute() say the same of %s", (patterns, route) => {
  expect(isUnaskedByRule(route, patterns)).toBe(matchesRoute(route, patterns));
});
