import * as fc from "fast-check";
import { grpcRoute, httpRoute, isProbeRule } from "../../../../../components/core/routers/gateway/kinds";
import type { HttpRoute, HttpRouteRule } from "../../../../../components/core/routers/gateway/http-route";
import type { Found } from "../../../../../components/core/routers/need";
import type { Around, RouteView, WeightChange } from "../../../../../components/core/routers/router";
import { matchWeight } from "../../../../../components/core/stage/exposure";
import { routerOf } from "../../../../../components/core/routers/routers";
import type { Settings } from "../../../../../components/core/settings";
import { applyJsonPatch } from "../../../../support/json-patch";
import { backend, routeWith, ruleFor, settings as plainSettings } from "./any-route";

const traffic = { ...plainSettings.traffic, isShared: true, routeKind: "GRPCRoute", probePath: "/" } as const;
const settings = { ...plainSettings, traffic };
const router = routerOf(settings);

const rule = (method: object, ...backendRefs: readonly object[]): HttpRouteRule =>
  ({ matches: [{ method }], backendRefs }) as HttpRouteRule;

/** Rules as people have them; `shop` is the app. */
const users: readonly HttpRouteRule[] = [
  rule({ type: "Exact", service: "shop.v1.Carts", method: "Add" }, backend("shop")),
  rule({ service: "old.Carts" }, backend("old", 9), backend("older", 1)),
  { backendRefs: [{ ...backend("shop"), filters: [{ type: "ExtensionRef" }] }] },
];

function viewOf(route: HttpRoute, around: readonly Around[] = []): RouteView {
  const reading = router.read(route, settings, around);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}

const writeStructure = (route: HttpRoute, epoch = "5-b"): HttpRoute =>
  applyJsonPatch(route, router.renderStructure(viewOf(route), { settings, token: "t", epoch }) ?? []);

const writeWeight = (route: HttpRoute, change: Partial<WeightChange> & { weight: number }): HttpRoute =>
  applyJsonPatch(
    route,
    router.renderWeight(viewOf(route), settings, { epoch: "6-c", guard: "exact", ...change }),
  );

describe("a GRPCRoute of another owner", () => {
  test("has the path, the rights and the kind of its own; nothing is made, and health calls alone are sent", () => {
    expect(router.path(settings)).toBe("/apis/gateway.networking.k8s.io/v1/namespaces/shop/grpcroutes/shop");
    expect(router.rights.write).toEqual([
      { group: "gateway.networking.k8s.io", resource: "grpcroutes", verb: "patch" },
    ]);
    expect([router.declare(settings, "t"), router.can.probe, router.isOfCalls]).toEqual([[], false, true]);
    const written = writeStructure(routeWith(users));
    expect(router.probe(viewOf(written), settings, "canary")).toBeUndefined();
    expect(router.call?.(viewOf(written), settings, "canary")).toEqual({
      send: { "x-sluice-probe": "t-canary" },
      refused: { "x-sluice-probe": "t-nobody" },
    });
    expect(router.read(routeWith(users), settings, []).kind).toBe("offered");
    expect(router.read(written, settings, []).kind).toBe("ours");
  });

  test("gets both tracks where it had the app, and three rules of health calls", () => {
    const raised = writeWeight(writeStructure(routeWith(users)), { weight: 20 });
    const pair = (ref: object) => [
      { ...ref, name: "shop-stable", weight: 80 },
      { ...ref, name: "shop-canary", weight: 20 },
    ];
    expect(raised.spec.rules).toHaveLength(6);
    expect(raised.spec.rules?.slice(0, 3)).toEqual([
      { ...users[0], backendRefs: pair(users[0]?.backendRefs?.[0] ?? {}) },
      users[1],
      { backendRefs: pair(users[2]?.backendRefs?.[0] ?? {}) },
    ]);
    expect(viewOf(raised).live).toMatchObject({ weight: 20 });
    expect(viewOf(writeWeight(raised, { weight: 0, guard: "names" })).live).toMatchObject({ weight: 0 });
    expect(router.renderStructure(viewOf(raised), { settings, token: "t", epoch: "x" })).toBeUndefined();
  });

  test("a match takes the calls with its header, of each of the app's rules, and a write of weight 0 ends it", () => {
    const structured = writeStructure(routeWith(users));
    const terms = { on: "header", name: "x-beta", by: "exact", value: "1" } as const;
    const matched = writeWeight(structured, { weight: matchWeight, match: terms });
    const header = { type: "Exact", name: "x-beta", value: "1" };
    expect(matched.spec.rules?.slice(0, 6)).toEqual(structured.spec.rules);
    expect(matched.spec.rules?.slice(6)).toEqual([
      {
        matches: [{ ...users[0]?.matches?.[0], headers: [header] }],
        backendRefs: [{ ...backend("shop"), name: "shop-canary", weight: 1 }],
      },
      {
        matches: [{ headers: [header] }],
        backendRefs: [{ ...users[2]?.backendRefs?.[0], name: "shop-canary", weight: 1 }],
      },
    ]);
    expect(viewOf(matched).live).toMatchObject({ weight: matchWeight });
    expect(router.renderStructure(viewOf(matched), { settings, token: "t", epoch: "x" })).toBeUndefined();
    expect(writeWeight(matched, { weight: 0, guard: "names" }).spec.rules).toEqual(structured.spec.rules);
  });

  test("an HTTPRoute of the same name that leads to the canary is another owner's", () => {
    const other = routeWith([{ backendRefs: [backend("shop-canary")] }]);
    const { live } = viewOf(writeStructure(routeWith(users)), [
      { kind: httpRoute, objects: [other], place: "" },
      { kind: grpcRoute, objects: [other], place: "" },
    ]);
    expect(live.foreign?.rules.map(({ object }) => object)).toEqual(["HTTPRoute shop/shop"]);
  });

  test("whatever else its rules have survives every write, value for value and in its place", () => {
    const word = fc.constantFrom("shop.v1.Carts", "old.Carts", "Add");
    const method = fc.record(
      { type: fc.constantFrom("Exact", "RegularExpression"), service: word, method: word },
      { requiredKeys: [] },
    );
    const headers = fc.array(fc.record({ name: fc.constantFrom("a", "b"), value: fc.string() }), {
      maxLength: 2,
    });
    const some = fc.record(
      {
        name: fc.constantFrom("one", "two"),
        matches: fc.array(fc.record({ method, headers }, { requiredKeys: [] }), { maxLength: 3 }),
        filters: fc.array(fc.record({ type: fc.constantFrom("RequestHeaderModifier", "ExtensionRef") })),
        sessionPersistence: fc.record({ sessionName: fc.string() }),
      },
      { requiredKeys: [] },
    );
    const refs = fc.record({ name: fc.constantFrom("old", "cart"), port: fc.nat(), weight: fc.nat(9) });
    const own = some.map((one) => ({ ...one, backendRefs: [backend("shop")] }) as HttpRouteRule);
    const others = fc
      .tuple(some, fc.array(refs, { maxLength: 2 }))
      .map(([one, backendRefs]) => ({ ...one, backendRefs }) as HttpRouteRule);
    const without = ({ backendRefs: _refs, ...rest }: HttpRouteRule) => rest;
    const isOwn = ({ backendRefs = [] }: HttpRouteRule) =>
      backendRefs.some(({ name }) => name.startsWith("shop"));
    const weights = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.oneof(own, others), { maxLength: 6 }), own, weights, (rules, last, moves) => {
        const before = [...rules, last];
        let route = writeStructure(routeWith(before));
        for (const weight of moves) {
          route = writeWeight(route, { weight, guard: weight === 0 ? "names" : "exact" });
          route = writeStructure(route);
          const after = (route.spec.rules ?? []).filter((one) => !isProbeRule(one));
          expect(after.map(without)).toEqual(before.map(without));
          expect(after.filter((one) => !isOwn(one))).toEqual(before.filter((one) => !isOwn(one)));
          expect(viewOf(route).live.weight).toBe(weight);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("needs of a GRPCRoute", () => {
  const judge = (
    route: Found,
    others: readonly HttpRoute[] = [],
    more: Partial<Settings> = {},
    kind = "httproutes",
  ) =>
    router.needs({ ...settings, ...more }).flatMap(
      (need) =>
        need.judge(
          need.paths.map((path): Found => {
            if (path.endsWith("/grpcroutes/shop")) return route;
            return path.endsWith(`/v1/${kind}`)
              ? { kind: "found", object: { items: others } }
              : { kind: "absent" };
          }),
        ).problems,
    );
  const found = (rules: readonly HttpRouteRule[]): Found => ({ kind: "found", object: routeWith(rules) });

  test("it must be there, and is judged without the room and the path of probes", () => {
    expect(judge({ kind: "absent" })).toMatchObject([
      {
        text: expect.stringContaining("got GRPCRoute shop/shop"),
        fix: expect.stringContaining("get grpcroutes"),
      },
    ]);
    expect(judge(found(users))).toEqual([]);
    const many = Array.from({ length: 15 }, (_, nth) => rule({ service: `s${nth}` }, backend("old")));
    expect(judge(found([...many, { backendRefs: [backend("shop")] }]))).toEqual([]);
    expect(judge(found([rule({}, backend("shop", 9), backend("old", 1))]))).toMatchObject([
      { text: expect.stringContaining("spec.rules[0] of GRPCRoute shop/shop must") },
    ]);
  });

  test("a match is refused where a proxy may take calls of others by it", () => {
    const exposure = { match: { on: "header", name: "x-beta", by: "exact", value: "1" } } as const;
    const more = { stages: [{ key: "beta", exposure, soakSeconds: 60 }] };
    const carts = rule({ type: "Exact", service: "shop.v1.Carts", method: "Add" }, backend("shop"));
    const old = rule({ service: "old.Carts" }, backend("old"));
    expect(judge(found([carts, old]), [], more)).toEqual([]);
    expect(
      judge(
        found([
          rule({ type: "Exact", service: "shop.v1.Carts" }, backend("shop")),
          rule({ service: "shop.v1.Carts", method: "Get" }, backend("old")),
        ]),
        [],
        more,
      ),
    ).toMatchObject([
      {
        text: expect.stringContaining(
          "spec.rules[1] of GRPCRoute shop/shop must take no calls that a rule of the app takes",
        ),
      },
    ]);
    expect(
      judge(found([carts, rule({ type: "RegularExpression", service: "old.*" }, backend("old"))]), [], more),
    ).toHaveLength(1);
    const many = Array.from({ length: 15 }, (_, nth) => rule({ service: `s${nth}` }, backend("old")));
    expect(judge(found([carts, ...many]), [], more)).toMatchObject([
      {
        text: expect.stringContaining(
          "must leave room for one of the match beside each of the app's: at most 16 rules with them: got 17",
        ),
      },
    ]);
    const rival = {
      ...routeWith([old]),
      metadata: { ...routeWith([]).metadata, name: "other" },
    };
    const host = { ...rival, spec: { ...rival.spec, hostnames: ["shop.example.org"] } };
    const everything = found([{ backendRefs: [backend("shop")] }]);
    const both = found([
      { backendRefs: [backend("shop")] },
      { matches: [{ headers: [] }], backendRefs: [backend("old")] },
    ]);
    expect(judge(both, [], more)).toHaveLength(1);
    expect(judge(everything, [host], {}, "grpcroutes")).toEqual([]);
    expect(judge(everything, [host], more, "grpcroutes")).toMatchObject([
      { text: expect.stringContaining("with a match no other GRPCRoute may be for shop.example.org") },
    ]);
  });

  test("an HTTPRoute for the same host is another route, whatever its name is", () => {
    const other = {
      ...routeWith([ruleFor("/", backend("old"))]),
      metadata: { ...routeWith([]).metadata, creationTimestamp: "2026-01-01T00:00:00Z" },
    };
    const host = { ...other, spec: { ...other.spec, hostnames: ["shop.example.org"] } };
    const mine = {
      ...routeWith(users),
      metadata: { ...other.metadata, creationTimestamp: "2026-02-01T00:00:00Z" },
    };
    expect(judge({ kind: "found", object: mine }, [host])).toMatchObject([
      { text: expect.stringContaining("got HTTPRoute shop/shop, which is older") },
    ]);
  });
});
