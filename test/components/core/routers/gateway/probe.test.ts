import { gateway } from "../../../../../components/core/routers/gateway/gateway";
import type { HttpRouteRule } from "../../../../../components/core/routers/gateway/http-route";
import { backend, ownRules, settings, viewOf, writtenRoute } from "./any-route";

const probe = (rules: readonly HttpRouteRule[] | undefined, track: "stable" | "canary") =>
  gateway.probe(viewOf(writtenRoute(rules)), settings, track);
const header = { type: "Exact", name: "X-Sluice-Probe", value: "k" };

describe("gateway.probe()", () => {
  test.each(["stable", "canary"] as const)("is the header of the probe rule of %s", (track) => {
    expect(probe(ownRules(5), track)).toEqual({
      send: { "x-sluice-probe": `t-${track}` },
      proof: { name: "x-sluice-track", value: track },
    });
  });

  test("finds a header in any case, beside others", () => {
    const matches = [{ headers: [{ name: "a", value: "b" }, header] }];
    const rules = [{ matches, backendRefs: [backend("shop-canary")] }];
    expect(probe(rules, "canary")?.send).toEqual({ "x-sluice-probe": "k" });
  });

  test("is found in the rules of earlier versions, which led to the Services of users' requests", () => {
    const rules = [{ matches: [{ headers: [header] }], backendRefs: [backend("shop-canary")] }];
    expect(probe(rules, "canary")?.send).toEqual({ "x-sluice-probe": "k" });
  });

  test.each<[string, readonly HttpRouteRule[] | undefined]>([
    ["no rules", undefined],
    ["the weighted rule alone", ownRules(5).slice(0, 1)],
    ["the other track's rule", ownRules(5).slice(0, 2)],
    ["a rule without backends", [{ matches: [{ headers: [header] }] }]],
    [
      "two backends",
      [{ matches: [{ headers: [header] }], backendRefs: [backend("shop-canary"), backend("shop-stable")] }],
    ],
    ["a match without the header", [{ matches: [{}], backendRefs: [backend("shop-canary")] }]],
  ])("is undefined with %s", (_, rules) => {
    expect(probe(rules, "canary")).toBeUndefined();
  });
});
