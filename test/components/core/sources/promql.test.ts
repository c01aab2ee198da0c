import {
  renderDiagnosis,
  renderRange,
  renderSelectors,
  trackOf,
  trackOfQueried,
} from "../../../../components/core/sources/promql";

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

test("renderSelectors() asks for the histogram's wanted buckets along with the counters, in the same query", () => {
  const [selector] = renderSelectors({ ...input, boundsSeconds: [0.25, 1] });
  expect(selector).toMatch(
    /^\{__name__=~"traefik_service_requests_total\|traefik_service_request_duration_seconds_\(bucket\|count\)",service=~"/,
  );
  const bounds = new RegExp(`^(?:${/le=~"([^"]+)"/.exec(selector)?.[1]?.replaceAll("\\\\", "\\")})$`);
  expect(["", "0.25", "1", "1.0", "0.1", "10", "0x25", "+Inf"].filter((le) => bounds.test(le))).toEqual([
    "",
    "0.25",
    "1",
    "1.0",
  ]);
  expect(renderSelectors({ ...input, source: "opentelemetry", boundsSeconds: [0.25] })).toEqual([
    String.raw`{__name__=~"http_server_request_duration_seconds_(bucket|count)|up",namespace="prod",pod=~"app-(stable|canary)-.+",le=~"|0\\.25"}`,
  ]);
});

test("renderDiagnosis() asks which names and buckets of the histogram there are", () => {
  expect(renderDiagnosis({ ...input, source: "opentelemetry" })).toBe(
    'count by (__name__, le) ({__name__=~"http_server_request_duration_seconds(_bucket|_count)?",namespace="prod",pod=~"app-(stable|canary)-.+"})',
  );
  expect(renderDiagnosis(input)).toContain(
    'service=~".+-svc-prod-app-(stable|canary)-[0-9]+@kubernetesgateway"',
  );
});

test.each([
  [{ track: "canary" }, "canary"],
  [{ label_sluice_dev_track: "stable", pod: "x" }, "stable"],
  [{ pod: "app-canary-5f-x" }, "canary"],
  [{ service: serviceOf(2, "stable") }, "stable"],
  [{ service: "app-canary" }, "canary"],
  [{ pod: "postgres-0" }, "foreign"],
  [{ service: "postgres" }, "foreign"],
  [{ track: "blue" }, "foreign"],
  [{ datname: "shop" }, "shared"],
] as const)("trackOfQueried() of %j is %s", (labels, expected) => {
  expect(trackOfQueried(labels, { namespace: "prod", app: "app" })).toBe(expected);
});
