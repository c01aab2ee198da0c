import { probeKey } from "../../../../components/core/routers/probe-key";
import { renderRules } from "../../../../components/core/routers/route-rules";
import { routeWith, weightedRule } from "./any-route";

describe("probeKey()", () => {
  test.each(["stable", "canary"] as const)("is the header's value in the probe rule of %s", (track) => {
    const rules = renderRules({ app: "shop", port: 80, token: "t", weight: 5 });
    expect(probeKey(routeWith(rules), "shop", track)).toBe(`t-${track}`);
  });

  test.each([
    ["no rules", undefined],
    ["the weighted rule alone", [weightedRule(95, 5)]],
    ["a rule without backends", [{}]],
    ["a rule of the track without matches", [{ backendRefs: [{ name: "shop-canary" }] }]],
    ["a match without headers", [{ matches: [{}], backendRefs: [{ name: "shop-canary" }] }]],
    [
      "another header",
      [{ matches: [{ headers: [{ name: "x-other", value: "1" }] }], backendRefs: [{ name: "shop-canary" }] }],
    ],
  ])("is undefined with %s", (_, rules) => {
    expect(probeKey(routeWith(rules), "shop", "canary")).toBeUndefined();
  });
});
