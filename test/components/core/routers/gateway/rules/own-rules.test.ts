import { findDamage } from "../../../../../../components/core/routers/gateway/damage";
import type { HttpRoute } from "../../../../../../components/core/routers/gateway/http-route";
import { findOwnRules } from "../../../../../../components/core/routers/gateway/rules/own-rules";
import type { OwnRulesSettings } from "../../../../../../components/core/routers/gateway/rules/configured-rules";
import { backend, ownRules, routeWith, ruleFor, settings, weightedRule } from "../any-route";

const [stable, canary, other] = ["shop-stable", "shop-canary", "old"].map((name) => backend(name));
if (stable === undefined || canary === undefined || other === undefined) throw new Error("unreachable");

const findWeightedRule = (route: HttpRoute, by: OwnRulesSettings) => findOwnRules(route, by)[0];

describe("findOwnRules()", () => {
  test.each([
    ["as it was written", ownRules(20), { index: 0, weight: 20, stable: [0], canary: [1] }],
    ["without weights", [weightedRule()], { index: 0, weight: 50, stable: [0], canary: [1] }],
    ["with all weights 0", [weightedRule(0, 0)], { index: 0, weight: 0 }],
    [
      "with another backend",
      [{ backendRefs: [other, canary, stable] }],
      { weight: 100 / 3, stable: [2], canary: [1], refs: [other, canary, stable] },
    ],
    [
      "with the canary twice",
      [{ backendRefs: [stable, canary, canary] }],
      { weight: 200 / 3, canary: [1, 2] },
    ],
    ["edited to the canary alone", [ruleFor("/", canary)], { weight: 100, stable: [], canary: [0] }],
    [
      "edited to the canary alone, for a path beside everything",
      [{ matches: [{}, { path: { type: "Exact", value: "/x" } }], backendRefs: [canary] }],
      { index: 0, weight: 100 },
    ],
    ["edited to stable alone", [ruleFor("/", stable)], { weight: 0, stable: [0], canary: [] }],
    ["with a path of its own", [ruleFor("/shop", stable, canary)], { index: 0, weight: 50 }],
    [
      "behind one that takes the canary alone",
      [ruleFor("/", canary), ...ownRules(5)],
      { index: 1, weight: 5, stable: [0] },
    ],
    ["before another split", [...ownRules(5), ruleFor("/api", stable, canary)], { index: 0, weight: 5 }],
    ["behind another split", [ruleFor("/api", stable, canary), ...ownRules(5)], { index: 1, weight: 5 }],
    [
      "beside Services of the same name elsewhere",
      [{ backendRefs: [{ ...canary, namespace: "other" }, { ...canary, kind: "Thing" }, stable, canary] }],
      { canary: [3], stable: [2] },
    ],
    ["in the app's namespace by name", [ruleFor("/", { ...canary, namespace: "shop" })], { canary: [0] }],
  ])("finds the app's rule %s", (_, rules, expected) => {
    expect(findWeightedRule(routeWith(rules), settings)).toMatchObject(expected);
  });

  const match = { path: { type: "PathPrefix", value: "/" } };
  test.each([
    ["no rules", undefined],
    ["no backends", [{}]],
    ["the canary for a path and for everything by a header", [ruleFor("/x", canary), ruleFor("/y", canary)]],
    ["probe rules alone", ownRules(5).slice(1)],
    ["the canary for another path", [ruleFor("/beta", canary)]],
    [
      "the canary for an exact path",
      [{ matches: [{ path: { type: "Exact", value: "/" } }], backendRefs: [canary] }],
    ],
    ["the canary for a method", [{ matches: [{ ...match, method: "GET" }], backendRefs: [canary] }]],
    [
      "the canary for a header",
      [{ matches: [{ ...match, headers: [{ name: "x-beta", value: "1" }] }], backendRefs: [canary] }],
    ],
    [
      "the canary for a query",
      [{ matches: [{ ...match, queryParams: [{ name: "beta" }] }], backendRefs: [canary] }],
    ],
  ])("finds none in %s", (_, rules) => {
    expect(findWeightedRule(routeWith(rules), settings)).toBeUndefined();
  });
});

describe("findDamage()", () => {
  test.each([
    ["what the route writer wrote", ownRules(5)],
    ["rules of others behind", [...ownRules(5), ruleFor("/beta", canary)]],
    [
      "another backend without weight",
      [{ backendRefs: [stable, canary, backend("old", 0)] }, ...ownRules(5).slice(1)],
    ],
  ])("finds none in %s", (_, rules) => {
    expect(findDamage(routeWith(rules), settings)).toBeUndefined();
  });

  test.each([
    [
      "no rules",
      undefined,
      "must have a rule with the backends shop-stable and shop-canary: got no rules",
      true,
    ],
    ["no rule of the app", [{}, ruleFor("/x", other)], "got [] [old=1]", true],
    [
      "another backend",
      [{ backendRefs: [stable, canary, backend("old", 3)] }, ...ownRules(5).slice(1)],
      "spec.rules[0] of the route must have the backends shop-stable and shop-canary only: got [shop-stable=1, shop-canary=1, old=3]",
      false,
    ],
    ["no stable", [ruleFor("/", canary)], "once each: got [shop-canary=1]", true],
    ["the canary twice", [{ backendRefs: [stable, canary, canary] }], "once each", true],
    [
      "rules of others in front",
      [ruleFor("/beta", other), ...ownRules(5)],
      "another owner at spec.rules[0]",
      true,
    ],
  ])("tells of %s", (_, rules, problem, restorable) => {
    expect(findDamage(routeWith(rules), settings)).toMatchObject({
      text: expect.stringContaining(problem),
      restorable,
    });
  });
});
