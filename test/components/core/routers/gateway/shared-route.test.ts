import * as fc from "fast-check";
import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import type { HttpRoute, HttpRouteRule } from "../../../../../components/core/routers/gateway/http-route";
import { isProbeRule } from "../../../../../components/core/routers/gateway/kinds";
import type { RouteView, WeightChange } from "../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../support/json-patch";
import { backend, routeWith, settings as plainSettings } from "./any-route";

const settings = { ...plainSettings, traffic: { ...plainSettings.traffic, isShared: true } };

/** Rules as people have them; `shop` is the app. */
const users: readonly HttpRouteRule[] = [
  {
    name: "api",
    matches: [
      { path: { type: "PathPrefix", value: "/api" }, headers: [{ type: "Exact", name: "x-v", value: "2" }] },
      { path: { type: "Exact", value: "/v2" }, method: "POST" },
    ],
    filters: [{ type: "RequestHeaderModifier", requestHeaderModifier: { add: [{ name: "a", value: "b" }] } }],
    timeouts: { request: "10s", backendRequest: "3s" },
    backendRefs: [{ name: "shop", port: 9000, filters: [{ type: "ExtensionRef" }] }],
  } as unknown as HttpRouteRule,
  {
    matches: [{ path: { type: "PathPrefix", value: "/old" } }],
    backendRefs: [backend("old", 9), backend("older", 1)],
  },
  {
    filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }],
  } as unknown as HttpRouteRule,
  { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [backend("shop")] },
];

function viewOf(route: HttpRoute): RouteView {
  const reading = gateway.read(route, settings, []);
  if (reading.kind === "theirs") throw new Error(reading.owner);
  return reading.view;
}

const writeStructure = (route: HttpRoute, epoch = "5-b"): HttpRoute =>
  applyJsonPatch(route, gateway.renderStructure(viewOf(route), { settings, token: "t", epoch }) ?? []);

const writeWeight = (route: HttpRoute, change: Partial<WeightChange> & { weight: number }): HttpRoute =>
  applyJsonPatch(
    route,
    gateway.renderWeight(viewOf(route), settings, { epoch: "6-c", guard: "exact", ...change }),
  );

const splitOf = ({ spec }: HttpRoute): readonly (readonly unknown[])[] =>
  (spec.rules ?? [])
    .filter((rule) => !isProbeRule(rule))
    .map(({ backendRefs = [] }) => backendRefs.map(({ name, weight }) => [name, weight]));

describe("a route of another owner", () => {
  test("is offered until the route writer was there, and another app's probe rules make it theirs", () => {
    expect(gateway.read(routeWith(users), settings, []).kind).toBe("offered");
    expect(gateway.read(routeWith(users), plainSettings, []).kind).toBe("theirs");
    const written = writeStructure(routeWith(users));
    expect(gateway.read(written, settings, [])).toMatchObject({
      kind: "ours",
      view: { live: { weight: 0, epoch: "5-b" } },
    });
    const other = { ...settings, app: "cart" };
    expect(gateway.read(written, other, []).kind).toBe("theirs");
    expect(gateway.declare(settings, "t")).toEqual([]);
  });

  test("gets both tracks where it had the app, probe rules behind, and is else as it was", () => {
    const { rules = [] } = writeStructure(routeWith(users)).spec;
    const [api, old, redirect, all] = rules;
    expect(api).toEqual({
      ...users[0],
      backendRefs: [
        { ...users[0]?.backendRefs?.[0], name: "shop-stable", weight: 100 },
        { ...users[0]?.backendRefs?.[0], name: "shop-canary", weight: 0 },
      ],
    });
    expect([old, redirect]).toEqual(users.slice(1, 3));
    expect(all?.backendRefs?.map(({ name }) => name)).toEqual(["shop-stable", "shop-canary"]);
    expect(
      rules.slice(4).map(({ backendRefs }) => backendRefs?.map(({ name, port }) => [name, port])),
    ).toEqual([
      [["shop-stable-probe", 9000]],
      [["shop-canary-probe", 9000]],
      [["shop-stable-probe", 80]],
      [["shop-canary-probe", 80]],
    ]);
    expect(rules[5]).toMatchObject({
      timeouts: { request: "10s" },
      filters: [{}, { type: "ResponseHeaderModifier" }],
    });
  });

  test("loses a second name of the app in one rule, and keeps backends of others without weight", () => {
    const refs = [backend("shop-v2", 0), backend("shop"), backend("shop-stable", 0)];
    const written = writeStructure(routeWith([{ backendRefs: refs }]));
    expect(splitOf(written)).toEqual([
      [
        ["shop-v2", 0],
        ["shop-stable", 100],
        ["shop-canary", 0],
      ],
    ]);
  });

  test("has nothing to be written twice, and is written again where its owner put it back", () => {
    const written = writeStructure(routeWith(users));
    expect(gateway.renderStructure(viewOf(written), { settings, token: "t", epoch: "x" })).toBeUndefined();
    const back = { ...written, spec: { ...written.spec, rules: users } };
    expect(viewOf(back).live).toMatchObject({ weight: 0, damage: { restorable: true } });
    expect(writeStructure(back, "7-d").spec.rules).toEqual(written.spec.rules);
  });

  test("moves all rules of the app at once, and says where they differ", () => {
    const raised = writeWeight(writeStructure(routeWith(users)), { weight: 20 });
    const twenty = [
      ["shop-stable", 80],
      ["shop-canary", 20],
    ];
    expect(splitOf(raised)).toEqual([
      twenty,
      [
        ["old", 9],
        ["older", 1],
      ],
      [],
      twenty,
    ]);
    expect(viewOf(raised).live.weight).toBe(20);
    const [first, ...rest] = raised.spec.rules ?? [];
    const edited: HttpRoute = {
      ...raised,
      spec: {
        ...raised.spec,
        rules: [{ ...first, backendRefs: [backend("shop-stable", 1), backend("shop-canary", 0)] }, ...rest],
      },
    };
    expect(viewOf(edited).live).toMatchObject({
      weight: 20,
      damage: {
        text: "the app's rules must have one weight: got spec.rules[0]=0, spec.rules[3]=20",
        restorable: false,
      },
    });
    expect(splitOf(writeWeight(edited, { weight: 0, guard: "names" }))[0]).toEqual([
      ["shop-stable", 100],
      ["shop-canary", 0],
    ]);
  });

  test("keeps a rule that somebody gave the canary alone: an abort gives it stable", () => {
    const written = writeWeight(writeStructure(routeWith(users)), { weight: 20 });
    const rules = (written.spec.rules ?? []).map((rule, at) =>
      at === 0 ? { ...rule, backendRefs: [backend("shop-canary", 1)] } : rule,
    );
    const live: HttpRoute = { ...written, spec: { ...written.spec, rules } };
    expect(viewOf(live).live).toMatchObject({ weight: 100, foreign: { written: 20 } });
    const ended = writeWeight(live, { weight: 0, guard: "names" });
    expect(ended.spec.rules).toHaveLength(rules.length);
    expect(splitOf(ended)[0]).toEqual([["shop-stable", 1]]);
  });

  test("whatever else its rules have survives every write, value for value and in its place", () => {
    const name = fc.constantFrom("old", "cart", "search");
    const path = fc.record({
      type: fc.constantFrom("PathPrefix", "Exact"),
      value: fc.constantFrom("/", "/a", "/b/c", "/shop"),
    });
    const json = fc.dictionary(
      fc.constantFrom("a", "b", "x-y"),
      fc.oneof(fc.string(), fc.nat(), fc.constant([])),
    );
    const rule = fc.record(
      {
        name: fc.constantFrom("one", "two"),
        matches: fc.array(fc.record({ path, extra: json }, { requiredKeys: ["path"] }), {
          minLength: 1,
          maxLength: 3,
        }),
        filters: fc.array(
          fc.record({ type: fc.constantFrom("URLRewrite", "CORS", "ExtensionRef"), value: json }),
          {
            maxLength: 2,
          },
        ),
        timeouts: json,
        sessionPersistence: json,
        retry: json,
      },
      { requiredKeys: [] },
    );
    const own = rule.map((one) => ({ ...one, backendRefs: [{ name: "shop", port: 80 }] }) as HttpRouteRule);
    const others = fc
      .tuple(rule, fc.array(fc.record({ name, port: fc.nat(), weight: fc.nat(9) }), { maxLength: 2 }))
      .map(([one, backendRefs]) => ({ ...one, backendRefs }) as HttpRouteRule);
    const withoutBackends = ({ backendRefs: _refs, ...rest }: HttpRouteRule) => rest;
    const isOwn = ({ backendRefs = [] }: HttpRouteRule) =>
      backendRefs.some((ref) => ref.name.startsWith("shop"));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(own, others), { maxLength: 6 }),
        own,
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
        (some, last, weights) => {
          const before = [...some, last];
          let route = writeStructure(routeWith(before));
          for (const weight of weights) {
            route = writeWeight(route, { weight, guard: weight === 0 ? "names" : "exact" });
            route = writeStructure(route);
            const kept = (route.spec.rules ?? []).filter((one) => !isProbeRule(one));
            expect(kept.map(withoutBackends)).toEqual(before.map(withoutBackends));
            expect(kept.filter((one) => !isOwn(one))).toEqual(before.filter((one) => !isOwn(one)));
            expect(viewOf(route).live.weight).toBe(weight);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
