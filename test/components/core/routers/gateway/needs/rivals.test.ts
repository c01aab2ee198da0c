import type {
  HttpRoute,
  HttpRouteRule,
  ParentRef,
} from "../../../../../../components/core/routers/gateway/http-route";
import { grpcRoute, httpRoute } from "../../../../../../components/core/routers/gateway/kinds";
import { findRivals } from "../../../../../../components/core/routers/gateway/needs/rivals";
import { backend, routeWith, ruleFor, settings } from "../any-route";

const host = "shop.example.org";
const sluice: ParentRef = { name: "sluice", namespace: "gateway" };
const own = {
  ...routeWith([]),
  metadata: { ...routeWith([]).metadata, creationTimestamp: "2026-02-01T00:00:00Z" },
};

/** Another route, older than ours. */
function other(
  rules: readonly HttpRouteRule[] | undefined,
  spec: Partial<HttpRoute["spec"]> = {},
  created = "2026-01-01T00:00:00Z",
): HttpRoute {
  const metadata = { ...own.metadata, name: "other", creationTimestamp: created };
  return { metadata, spec: { parentRefs: [sluice], hostnames: [host], ...(rules && { rules }), ...spec } };
}

const find = (route: HttpRoute, ours: HttpRoute | undefined = own, among = settings) =>
  findRivals(httpRoute, [own, route], ours, among);
const everything = [ruleFor("/", backend("old"))];
const prefix = { type: "PathPrefix", value: "/" };

test("findRivals() finds none in a path that a rule of ours takes for another method only", () => {
  const rules = [{ matches: [{ path: prefix, method: "POST" }], backendRefs: [{ name: "shop" }] }];
  const among = { ...settings, traffic: { ...settings.traffic, rules } };
  expect(find(other([ruleFor("/api", backend("old"))]), own, among)).toEqual([]);
});

describe("findRivals()", () => {
  test.each<[string, HttpRoute]>([
    ["another host", other(everything, { hostnames: ["other.example.org"] })],
    ["a less specific host", other(everything, { hostnames: ["*.example.org"] })],
    ["no host", other(everything, { hostnames: [] })],
    ["no hosts at all", { ...other(everything), spec: { parentRefs: [sluice], rules: everything } }],
    ["another Gateway", other(everything, { parentRefs: [{ ...sluice, name: "internal" }] })],
    ["a Gateway of the same name elsewhere", other(everything, { parentRefs: [{ name: "sluice" }] })],
    [
      "a parent that is no Gateway",
      other(everything, { parentRefs: [{ ...sluice, kind: "Service", group: "" }] }),
    ],
    ["a parent of another group", other(everything, { parentRefs: [{ ...sluice, group: "x.io" }] })],
    ["no parent", { ...other(everything), spec: { hostnames: [host], rules: everything } }],
    ["no rules", other(undefined)],
    ["a challenge of a certificate", other([ruleFor("/.well-known/acme-challenge/abc", backend("solver"))])],
  ])("finds none in a route with %s", (_, route) => {
    expect(find(route)).toEqual([]);
  });

  test.each<[string, readonly HttpRouteRule[]]>([
    ["the same path", everything],
    ["no matches", [{ backendRefs: [backend("old")] }]],
    ["a match without path", [{ matches: [{}] }]],
    ["a path without type", [{ matches: [{ path: { value: "/" } }] }]],
    ["the same path beside others", [ruleFor("/api", backend("old")), ...everything]],
  ])("an older route with %s gets all requests", (_, rules) => {
    expect(find(other(rules))).toMatchObject([{ name: "HTTPRoute shop/other", wins: true }]);
  });

  test.each<[string, HttpRouteRule, string]>([
    ["a longer path", ruleFor("/api", backend("old")), "/api"],
    ["an exact path", { matches: [{ path: { type: "Exact", value: "/" } }] }, "=/"],
    ["a method", { matches: [{ path: prefix, method: "GET" }] }, "/"],
    ["a header", { matches: [{ path: prefix, headers: [{ name: "a", value: "b" }] }] }, "/"],
    ["a query", { matches: [{ queryParams: [{}] }] }, "/"],
    [
      "an expression",
      { matches: [{ path: { type: "RegularExpression", value: "(?i)/api/.*" } }] },
      "(?i)/api/.*",
    ],
  ])("an older route with %s takes a part", (_, rule, path) => {
    expect(find(other([rule]))).toMatchObject([
      { wins: false, takes: `takes requests from this app's route: ${path}` },
    ]);
  });

  test.each([
    ["is older than ours", "2026-01-01T00:00:00Z", own, true],
    ["is newer than ours", "2026-03-01T00:00:00Z", own, false],
    ["is as old and comes first by name", "2026-02-01T00:00:00Z", own, true],
    ["is there while ours is not", "2026-03-01T00:00:00Z", undefined, true],
  ])("a route that %s", (_, created, ours, wins) => {
    const [rival] = findRivals(httpRoute, [other(everything, {}, created)], ours, settings);
    expect(rival?.wins).toBe(wins);
    expect(rival?.takes).toBe("gets no request, since this app's route is older");
  });

  test("goes by name where nothing says when a route was made", () => {
    const { creationTimestamp: _, ...metadata } = other(everything).metadata;
    const route = { ...other(everything), metadata: { ...metadata, name: "z" } };
    expect(
      findRivals(httpRoute, [route], { ...own, metadata: { ...metadata, name: "a" } }, settings)[0]?.wins,
    ).toBe(false);
  });

  test("takes hosts in any case, and kinds by their name", () => {
    const route = other(everything, { hostnames: ["SHOP.example.org"] });
    expect(findRivals(grpcRoute, [route], own, settings)[0]?.name).toBe("GRPCRoute shop/other");
  });

  test.each([
    ["https", "https", 1],
    ["https", undefined, 1],
    [undefined, "http", 1],
    ["https", "http", 0],
  ])("listener %s against %s", (ours, sectionName, count) => {
    const gateway = { ...settings.traffic.gateway, ...(ours === undefined ? {} : { listener: ours }) };
    const among = { ...settings, traffic: { ...settings.traffic, gateway } };
    const parent = { ...sluice, ...(sectionName === undefined ? {} : { sectionName }) };
    expect(find(other(everything, { parentRefs: [parent] }), own, among)).toHaveLength(count);
  });
});
