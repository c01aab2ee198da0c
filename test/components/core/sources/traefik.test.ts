import { traefik } from "../../../../components/core/sources/traefik";

const input = {
  namespace: "prod",
  app: "app",
  route: "app.example",
  gateway: { name: "web", namespace: "infra" },
  rule: 2,
};

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
  ["a GRPCRoute's backend", serviceOf(2, "canary").replace("httproute", "grpcroute"), true],
  ["a probe rule", serviceOf(1, "canary"), false],
  ["another app", serviceOf(2, "canary", "my-app"), false],
  ["another route", serviceOf(2, "canary").replace("app-example", "other"), false],
  ["another gateway", serviceOf(2, "canary").replace("infra-web", "infra-internal"), false],
])("selectors() of traefik take %s: %s", (_, service, expected) => {
  const [selector, fallback] = traefik.selectors(input);
  expect(selector).toMatch(/^traefik_service_requests_total\{service=~"/);
  expect(fallback).toBe(selector.replace("service=~", "exported_service=~"));
  expect(patternOf(selector).test(service)).toBe(expected);
});

test("selectors() of traefik take every rule of every Gateway where none is chosen, and no probe's Service", () => {
  const { rule: _, ...every } = input;
  const gateways = [input.gateway, { name: "web", namespace: "office" }, input.gateway];
  const pattern = patternOf(traefik.selectors({ ...every, gateways })[0]);
  expect(pattern.test(serviceOf(0, "stable"))).toBe(true);
  expect(pattern.test(serviceOf(7, "canary").replace("infra-web", "office-web"))).toBe(true);
  expect(pattern.test(serviceOf(7, "canary").replace("infra-web", "other-web"))).toBe(false);
  expect(pattern.test(serviceOf(1, "canary-probe"))).toBe(false);
});

test.each([
  [{ service: serviceOf(2, "canary") }, "canary"],
  [{ service: "scraped", exported_service: serviceOf(2, "stable") }, "stable"],
  [{ service: serviceOf(2, "canary", "my-app") }, undefined],
  [{}, undefined],
] as const)("trackOf() by traefik of %j is %s", (labels, expected) => {
  expect(traefik.trackOf(labels, input)).toBe(expected);
});

test("selectors() of traefik ask for the histogram's wanted buckets along with the counters, in the same query", () => {
  const [selector] = traefik.selectors({ ...input, boundsSeconds: [0.25, 1] });
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
});

const older = ["prod-app-canary-8080", "prod-app-canary-http-8080", "prod-app-canary-grpc-8080"];

test.each(older)("selectors() and trackOf() of traefik know %s, as it was named before 3.7.6", (name) => {
  const service = `${name}@kubernetesgateway`;
  expect(patternOf(traefik.selectors(input)[0]).test(service)).toBe(true);
  expect(traefik.trackOf({ service }, input)).toBe("canary");
});

test.each([
  "prod-app-canary-8080@kubernetes",
  "prod-my-app-canary-8080@kubernetesgateway",
  "prod-app-canary@kubernetesgateway",
])("selectors() and trackOf() of traefik leave %s out", (service) => {
  expect(patternOf(traefik.selectors(input)[0]).test(service)).toBe(false);
  expect(traefik.trackOf({ service }, input)).toBeUndefined();
});

const ingress = "prod-app-example-app-stable-80";

test.each([
  ["nginx", `${ingress}@kubernetesingressnginx`, "stable"],
  ["nginx", `${ingress}-canary@kubernetesingressnginx`, "canary"],
  ["traefik", "prod-app-stable-80@kubernetescrd", "stable"],
  ["traefik", "prod-app-canary-http@kubernetescrd", "canary"],
  ["traefik", "prod-app-canary-mirror-80@kubernetescrd", "canary"],
  ["traefik", "prod-app-canary-probe-80@kubernetescrd", undefined],
  ["nginx", "prod-app-example-app-canary-probe-80@kubernetesingressnginx", undefined],
] as const)("selectors() and trackOf() of traefik by router %s: %s is %s", (router, service, track) => {
  const found = patternOf(traefik.selectors({ ...input, router })[0]).test(service);
  expect(found).toBe(track !== undefined);
  expect(traefik.trackOf({ service }, input)).toBe(track);
  expect(patternOf(traefik.selectors({ ...input, router: "other" })[0]).test(service)).toBe(false);
});

test("ruleOf() of traefik tells rules of a route apart, where names do", () => {
  const rule = (service: string) => traefik.ruleOf?.({ service });
  expect(rule(serviceOf(2, "stable"))).toBe(rule(serviceOf(2, "canary")));
  expect(rule(serviceOf(1, "canary"))).not.toBe(rule(serviceOf(2, "canary")));
  expect(rule("prod-app-canary-8080@kubernetesgateway")).toBeUndefined();
});

test("remark() of traefik says what older names do not tell", () => {
  expect(traefik.remark?.([{ service: serviceOf(2, "stable") }])).toBeUndefined();
  expect(
    traefik.remark?.([{ service: serviceOf(2, "stable").replace("httproute", "grpcroute") }]),
  ).toBeUndefined();
  expect(traefik.remark?.([{ service: "prod-app-stable-80@kubernetesgateway" }])).toMatch(
    /^Traefik before 3.7.6/,
  );
});

test("meaningOf() of traefik takes its counter for requests and its histogram for durations", () => {
  const of = (name: string, le?: string) =>
    traefik.meaningOf({ __name__: name, ...(le === undefined ? {} : { le }) });
  expect(of("traefik_service_requests_total")).toEqual({ kind: "requests", isTimed: false });
  expect(of("traefik_service_request_duration_seconds_count")).toEqual({ kind: "timed" });
  expect(of("traefik_service_request_duration_seconds_bucket", "+Inf")).toEqual({
    kind: "bucket",
    boundSeconds: Infinity,
  });
  expect(of("traefik_service_responses_bytes_total")).toBeUndefined();
});

describe("looks() of traefik", () => {
  const [histogram, services, counters] = traefik.looks(input);

  test("ask for the histogram of the app's services, in either form of their names", () => {
    expect(histogram?.query).toContain('service=~".+-svc-prod-app-(stable|canary)-[0-9]+@kubernetesgateway|');
    expect(histogram?.query).toContain("|prod-app-(stable|canary)(-(http|grpc))?-[0-9]+@kubernetesgateway");
    expect(histogram?.explain([{ __name__: "traefik_service_request_duration_seconds" }])).toMatch(/native/);
  });

  test("name services that are like ours", () => {
    expect(services?.query).toContain('service=~".*app.*"');
    expect(services?.explain([{ service: "app@file" }, { exported_service: "app@docker" }])).toBe(
      "traefik_service_requests_total has no service of this route: found app@docker, app@file",
    );
    expect(services?.explain([])).toBeUndefined();
  });

  test.each([
    [[], "there is no traefik_service_requests_total, nor any other counter of Traefik"],
    [
      ["traefik_router_requests_total", "traefik_entrypoint_requests_total"],
      "there is no traefik_service_requests_total: found traefik_entrypoint_requests_total, traefik_router_requests_total; let Traefik count by service (metrics.prometheus.addServicesLabels)",
    ],
    [
      ["traefik_service_requests_total"],
      "traefik_service_requests_total is there, but of no service with app in its name",
    ],
  ])("say which counters there are: %j", (names, expected) => {
    const found = [...names.map((name) => ({ __name__: name })), ...(names.length > 0 ? [{}] : [])];
    expect(counters?.explain(found as Record<string, string>[])).toBe(expected);
  });
});

test("selectors() of traefik take every rule of every Gateway of the route where none is named", () => {
  const { rule: _, ...every } = input;
  const gateways = [input.gateway, { name: "internal", namespace: "infra" }];
  const pattern = patternOf(traefik.selectors({ ...every, gateways })[0]);
  expect(pattern.test(serviceOf(0, "canary"))).toBe(true);
  expect(pattern.test(serviceOf(7, "stable").replace("infra-web", "infra-internal"))).toBe(true);
  expect(pattern.test(serviceOf(7, "stable").replace("infra-web", "infra-other"))).toBe(false);
});
