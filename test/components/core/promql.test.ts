import { renderRange, renderSelectors, trackOf } from "../../../components/core/promql";

const input = {
  source: "traefik",
  namespace: "prod",
  app: "app",
  route: "app.example",
  gateway: { name: "web", namespace: "infra" },
  rule: 2,
} as const;

/** As Traefik 3.7.9 names the service of a backend. */
const serviceOf = (rule: number, track: string, app = "app") =>
  `httproute-prod-app-example-gw-infra-web-ep-web-${rule}-1f0a9c77d1e2b3c4d5e6-svc-prod-${app}-${track}-0@kubernetesgateway`;

/** The regular expression of a selector, anchored as Prometheus does. */
function patternOf(selector: string): RegExp {
  return new RegExp(`^(?:${/=~"([^"]+)"/.exec(selector)?.[1]})$`);
}

test.each([
  ["stable's backend", serviceOf(2, "stable"), true],
  ["canary's backend", serviceOf(2, "canary"), true],
  ["a probe rule", serviceOf(1, "canary"), false],
  ["another app", serviceOf(2, "canary", "my-app"), false],
  ["another route", serviceOf(2, "canary").replace("app-example", "other"), false],
  ["another gateway", serviceOf(2, "canary").replace("infra-web", "infra-internal"), false],
])("renderSelectors() for traefik takes %s: %s", (_, service, expected) => {
  const [selector, fallback] = renderSelectors(input);
  expect(selector).toMatch(/^traefik_service_requests_total\{service=~"/);
  expect(fallback).toBe(selector.replace("service=~", "exported_service=~"));
  expect(patternOf(selector).test(service)).toBe(expected);
});

test("renderSelectors() for the app's own counters asks for pods of both tracks and whether they are up", () => {
  expect(renderSelectors({ ...input, source: "opentelemetry" })).toEqual([
    '{__name__=~"http_server_request_duration_seconds_count|up",namespace="prod",pod=~"app-(stable|canary)-.+"}',
  ]);
});

test.each([
  [60, "x{}[60s]"],
  [5.1, "x{}[6s]"],
  [0, "x{}[1s]"],
])("renderRange() of %d s", (rangeSeconds, expected) => {
  expect(renderRange("x{}", rangeSeconds)).toBe(expected);
});

test.each([
  ["traefik", { service: serviceOf(2, "canary") }, "canary"],
  ["traefik", { service: "scraped", exported_service: serviceOf(2, "stable") }, "stable"],
  ["traefik", { service: serviceOf(2, "canary", "my-app") }, undefined],
  ["traefik", {}, undefined],
  ["opentelemetry", { pod: "app-canary-5f-x" }, "canary"],
  ["opentelemetry", { pod: "x", sluice_dev_track: "stable" }, "stable"],
  ["opentelemetry", { pod: "x", sluice_dev_track: "blue" }, undefined],
  ["opentelemetry", {}, undefined],
] as const)("trackOf() by %s of %j is %s", (source, labels, expected) => {
  expect(trackOf(labels, { ...input, source })).toBe(expected);
});
