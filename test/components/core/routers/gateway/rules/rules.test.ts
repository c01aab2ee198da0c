import * as fc from "fast-check";
import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { probeHeader, trackHeader } from "../../../../../../components/core/routers/gateway/probe-header";
import { probeKeyOf, renderRules } from "../../../../../../components/core/routers/gateway/rules/rules";

const input = { app: "shop", namespace: "shop", port: 8080, token: "key" };
const key = (track: "stable" | "canary") => ({
  type: "Exact",
  name: probeHeader,
  value: probeKeyOf("key", track),
});
const proof = (track: string) => ({ name: trackHeader, value: track });
const modifier = "ResponseHeaderModifier";
const rulesOf = (rules: readonly HttpRouteRule[], weight = 5) =>
  renderRules({ ...input, weight, traffic: { rules } });

describe("renderRules()", () => {
  test("gives each track a probe rule with its key, a header that proves it, and a Service of its own", () => {
    const [, stable, canary] = renderRules({ ...input, weight: 5 });
    for (const [rule, track] of [
      [stable, "stable"],
      [canary, "canary"],
    ] as const) {
      expect(rule).toEqual({
        matches: [{ path: { type: "PathPrefix", value: "/" }, headers: [key(track)] }],
        filters: [{ type: modifier, responseHeaderModifier: { set: [proof(track)] } }],
        backendRefs: [{ group: "", kind: "Service", name: `shop-${track}-probe`, port: 8080, weight: 1 }],
      });
    }
  });

  test("splits everything else by weight in the first rule", () => {
    expect(renderRules({ ...input, weight: 5 })[0]).toEqual({
      matches: [{ path: { type: "PathPrefix", value: "/" } }],
      backendRefs: [
        { group: "", kind: "Service", name: "shop-stable", port: 8080, weight: 95 },
        { group: "", kind: "Service", name: "shop-canary", port: 8080, weight: 5 },
      ],
    });
  });

  test("splits each rule of the app alike and leaves those of others as they are configured", () => {
    const old = { matches: [{ path: { value: "/old" } }], backendRefs: [{ name: "old", port: 80 }] };
    const home = { filters: [{ type: "RequestRedirect", requestRedirect: { path: "/home" } }] };
    const api = {
      name: "api",
      matches: [{ path: { value: "/api" }, method: "POST" }],
      timeouts: { request: "3s" },
      filters: [{ type: "URLRewrite" }],
      backendRefs: [{ name: "shop", port: 9000, filters: [{ type: "RequestHeaderModifier" }] }],
    };
    const rules = rulesOf([api, old, {}, home]);
    expect(rules).toHaveLength(8);
    expect(rules[0]).toEqual({
      ...api,
      matches: [{ path: { type: "PathPrefix", value: "/api" }, method: "POST" }],
      backendRefs: [
        { ...api.backendRefs[0], group: "", kind: "Service", name: "shop-stable", weight: 95 },
        { ...api.backendRefs[0], group: "", kind: "Service", name: "shop-canary", weight: 5 },
      ],
    });
    expect(rules[1]).toBe(old);
    expect(rules[3]).toBe(home);
    expect(rules[4]).toEqual({
      name: "api-stable-probe",
      matches: [{ path: { type: "PathPrefix", value: "/api" }, method: "POST", headers: [key("stable")] }],
      timeouts: { request: "3s" },
      filters: [
        { type: "URLRewrite" },
        { type: modifier, responseHeaderModifier: { set: [proof("stable")] } },
      ],
      backendRefs: [
        { ...api.backendRefs[0], group: "", kind: "Service", name: "shop-stable-probe", weight: 1 },
      ],
    });
    expect(rules.slice(6).map(({ backendRefs }) => backendRefs?.[0]?.name)).toEqual([
      "shop-stable-probe",
      "shop-canary-probe",
    ]);
  });

  test("keeps the rule's own response headers in its probe rules, and copies and pins of no probe", () => {
    const set = [{ name: "x-frame-options", value: "deny" }];
    const filters = [
      { type: modifier, responseHeaderModifier: { set, remove: ["server"] } },
      { type: "RequestMirror", requestMirror: { backendRef: { name: "audit" } } },
    ];
    const [, , probe] = rulesOf([{ filters, sessionPersistence: {} } as HttpRouteRule]);
    expect(probe?.filters).toEqual([
      { type: modifier, responseHeaderModifier: { set: [...set, proof("canary")], remove: ["server"] } },
    ]);
    expect(probe).not.toHaveProperty("sessionPersistence");
    const plain = rulesOf([{ filters: [{ type: "URLRewrite" }, { type: modifier }] }])[1];
    expect(plain?.filters).toHaveLength(2);
    const bare = rulesOf([{ filters: [{ type: modifier }] }])[2];
    expect(bare?.filters).toEqual([{ type: modifier, responseHeaderModifier: { set: [proof("canary")] } }]);
  });

  test("has both backends once, weights that sum to 100, and the same probe rules at every weight", () => {
    const probes = renderRules({ ...input, weight: 0 }).slice(1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (weight) => {
        const rules = renderRules({ ...input, weight });
        const shares = rules[0]?.backendRefs?.map((backend) => backend.weight) ?? [];
        expect(shares).toEqual([100 - weight, weight]);
        expect(rules.slice(1)).toEqual(probes);
      }),
    );
  });

  test.each([-1, 101, 2.5, Number.NaN])("refuses a weight of %d", (weight) => {
    expect(() => renderRules({ ...input, weight })).toThrow(
      `Cannot render the rules of "shop": weight must be a whole percent from 0 to 100: got ${weight}`,
    );
  });
});
