import { findWeightedRule, routePath } from "../../../../components/core/routers/http-route";
import { routeWith, weightedRule } from "./any-route";

const names = { stable: "shop-stable", canary: "shop-canary" };
const [stable, canary] = [{ name: "shop-stable" }, { name: "shop-canary" }];

test("routePath() names a route, or the collection", () => {
  const collection = "/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes";
  expect(routePath("shop", "web")).toBe(`${collection}/web`);
  expect(routePath("shop")).toBe(collection);
});

describe("findWeightedRule()", () => {
  test("finds the places and weights of both backends", () => {
    const route = routeWith([{ backendRefs: [stable] }, weightedRule(80, 20)]);
    expect(findWeightedRule(route, names)).toEqual({
      rule: 1,
      stable: 0,
      canary: 1,
      stableWeight: 80,
      canaryWeight: 20,
    });
  });

  test("takes an absent weight as 1, and a foreign backend without weight as none", () => {
    const route = routeWith([{ backendRefs: [{ name: "old", weight: 0 }, canary, stable] }]);
    expect(findWeightedRule(route, names)).toEqual({
      rule: 0,
      stable: 2,
      canary: 1,
      stableWeight: 1,
      canaryWeight: 1,
    });
  });

  test.each([
    ["no rules", undefined],
    ["a rule without backends", [{}]],
    ["one backend alone", [{ backendRefs: [canary] }]],
    ["two such rules", [weightedRule(1, 1), weightedRule(1, 1)]],
    ["a foreign backend with the default weight", [{ backendRefs: [stable, canary, { name: "old" }] }]],
  ])("finds nothing in %s", (_, rules) => {
    expect(findWeightedRule(routeWith(rules), names)).toBeUndefined();
  });
});
