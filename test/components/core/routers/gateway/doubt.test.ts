import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import { doubtRefusal } from "../../../../../components/core/routers/gateway/doubt";
import type { HttpRoute, HttpRouteRule } from "../../../../../components/core/routers/gateway/http-route";
import type { Found } from "../../../../../components/core/routers/need";
import { backend, ownRules, routeWith, ruleFor, settings, viewOf, writtenRoute } from "./any-route";

const parent = { name: "sluice", namespace: "gateway" };
const conditions = (accepted: string, resolved: string) => [
  { type: "Accepted", status: accepted, observedGeneration: 3 },
  { type: "ResolvedRefs", status: resolved, observedGeneration: 3, reason: "BackendNotFound" },
];
const told = (accepted: string, resolved: string): HttpRoute["status"] => ({
  parents: [{ parentRef: parent, conditions: conditions(accepted, resolved) }],
});
const unresolved = told("True", "False");
const route = (status: HttpRoute["status"], ...others: readonly HttpRouteRule[]): HttpRoute =>
  routeWith([...ownRules(5), ...others], {}, status);
const others = ruleFor("/old", backend("old"));

const there = (port: number): Found => ({ kind: "found", object: { spec: { ports: [{ port }] } } });

/** The answer where all of the app's Services are as they should be, and these others. */
function ask(of: HttpRoute, services: Readonly<Record<string, Found>>) {
  const doubt = doubtRefusal(of, settings);
  return doubt?.judge(
    doubt.paths.map((path) => {
      const name = path.split("/").at(-1) as string;
      return services[name] ?? (name.startsWith("shop-") ? there(80) : { kind: "absent" });
    }),
  );
}

test("doubtRefusal() asks for every backend, by the namespace that it has", () => {
  const elsewhere = ruleFor("/far", { ...backend("far"), namespace: "legacy" });
  const doubt = doubtRefusal(route(unresolved, others, elsewhere), settings);
  expect(doubt?.paths).toEqual(
    expect.arrayContaining([
      "/api/v1/namespaces/shop/services/shop-stable",
      "/api/v1/namespaces/shop/services/shop-canary",
      "/api/v1/namespaces/shop/services/shop-canary-probe",
      "/api/v1/namespaces/shop/services/old",
      "/api/v1/namespaces/legacy/services/far",
    ]),
  );
});

test.each([
  ["a route that is resolved", route(told("True", "True"), others)],
  ["a route that is not accepted either", route(told("False", "False"), others)],
  ["a route of the app's rules alone", route(unresolved)],
  ["a route without a rule of the app's", routeWith([others], {}, unresolved)],
])("doubtRefusal() has no question on %s", (_name, of) => {
  expect(doubtRefusal(of, settings)).toBeUndefined();
});

test("doubtRefusal() of a rule of others whose Service is not there leaves it to requests to show", () => {
  expect(ask(route(unresolved, others), {})).toEqual({
    kind: "not-reported",
    text: "of the route's backends only those of others are not found: Service shop/old (spec.rules[3]) (Gateway gateway/sluice)",
    fix: "requests must show that the router follows",
  });
});

const opaque: HttpRouteRule = {
  matches: [{ path: { type: "PathPrefix", value: "/api" } }],
  filters: [
    { type: "ExtensionRef", extensionRef: { group: "traefik.io", kind: "Middleware", name: "login" } },
  ],
  backendRefs: [backend("shop-stable"), backend("shop-canary", 0)],
};
const mirroring: HttpRouteRule = {
  ...others,
  filters: [{ type: "RequestMirror", requestMirror: { backendRef: backend("copies") } }],
};
const strange: HttpRouteRule = { ...others, filters: [{ type: "RequestMirror", requestMirror: {} }] };
const ofKind = ruleFor("/store", { group: "example.org", kind: "Bucket", name: "files" });
const { port: _, ...anyPort } = backend("old");

test.each<[string, HttpRoute, Readonly<Record<string, Found>>, string]>([
  ["a Service of others without the port", route(unresolved, others), { old: there(81) }, "not-reported"],
  ["a filter's Service of others", route(unresolved, mirroring), { old: there(80) }, "not-reported"],
  ["a kind of others that is not looked for", route(unresolved, ofKind), {}, "not-reported"],
  [
    "a Service of others that may not be read",
    route(unresolved, others),
    { old: { kind: "hidden" } },
    "not-reported",
  ],
  [
    "a filter of the app's own, and a Service of others that is gone",
    route(unresolved, opaque, others),
    {},
    "not-reported",
  ],
  [
    "a filter of the app's own, and nothing of others that is gone",
    route(unresolved, opaque, others),
    { old: there(80) },
    "refused",
  ],
  ["a mirror of others that says not where to", route(unresolved, strange), {}, "not-reported"],
  ["no port to look for", route(unresolved, opaque, ruleFor("/old", anyPort)), { old: there(1) }, "refused"],
  [
    "a canary's Service that is gone",
    route(unresolved, others),
    { "shop-canary": { kind: "absent" } },
    "refused",
  ],
  ["a stable's Service without the port", route(unresolved, others), { "shop-stable": there(81) }, "refused"],
  [
    "an own Service that may not be read",
    route(unresolved, others),
    { "shop-stable": { kind: "hidden" } },
    "refused",
  ],
])("doubtRefusal() of %s", (_name, of, services, kind) => {
  expect(ask(of, services)?.kind).toBe(kind);
});

test.each([{}, { spec: {} }, { spec: { ports: [] } }])("doubtRefusal() finds no port in %j", (object) => {
  const found = { "shop-stable": { kind: "found", object } } as const;
  expect(ask(route(unresolved, others), found)?.kind).toBe("refused");
});

test("doubtRefusal() takes a rule with the users' own name of the Service for the app's", () => {
  const named = { ...settings, traffic: { ...settings.traffic, service: "front" } };
  const of = route(unresolved, ruleFor("/front", backend("front")));
  expect(doubtRefusal(of, settings)).toBeDefined();
  expect(doubtRefusal(of, named)).toBeUndefined();
});

test("doubtRefusal() needs no word of the router on anything else", () => {
  const [, alone] = conditions("True", "False");
  const status = { parents: [{ parentRef: parent, conditions: alone === undefined ? [] : [alone] }] };
  expect(ask(route(status, others), {})?.kind).toBe("not-reported");
});

test("doubtRefusal() takes no answer for one that is missing", () => {
  expect(doubtRefusal(route(unresolved, others), settings)?.judge([]).kind).toBe("refused");
});

test("the router asks it of what it has read", () => {
  const view = viewOf({ ...writtenRoute([...ownRules(5), others]), ...route(unresolved, others) });
  expect(gateway.doubt?.(view, settings)?.paths).toContain("/api/v1/namespaces/shop/services/old");
});
