import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { renderStructurePatch } from "../../../../../../components/core/routers/gateway/write/structure-patch";
import { applyJsonPatch } from "../../../../../support/json-patch";
import {
  backend,
  ownRules,
  ruleFor,
  routeWith,
  settings,
  viewOf,
  weightedRule,
  writtenRoute,
} from "../any-route";

const structure = { settings, token: "t", epoch: "5-b" };
const patchOf = (route: HttpRoute) => renderStructurePatch(viewOf(route), structure);
const after = (route: HttpRoute): HttpRoute => applyJsonPatch(route, patchOf(route) ?? []);

const others = [
  ruleFor("/old", backend("old", 3), backend("older")),
  { ...ruleFor("/beta", backend("new")), filters: [{ type: "URLRewrite" }], timeouts: { request: "5s" } },
];

describe("renderStructurePatch()", () => {
  test.each([
    ["as configured", ownRules(20)],
    ["as configured, rules of others behind", [...ownRules(20), ...others]],
  ])("writes nothing where the rules are %s", (_, rules) => {
    expect(patchOf(writtenRoute(rules))).toBeUndefined();
  });

  test("takes the order of fields for nothing", () => {
    const turned = ownRules(20).map(
      (rule) => Object.fromEntries(Object.entries(rule).toReversed()) as HttpRouteRule,
    );
    expect(patchOf(writtenRoute(turned))).toBeUndefined();
  });

  test("writes a route that the route writer has not been at", () => {
    const route = routeWith(ownRules(0));
    expect(after(route).metadata.annotations).toEqual({ "sluice.dev/epoch": "5-b" });
    expect(after(route).spec.rules).toEqual(ownRules(0));
  });

  test.each<[string, readonly HttpRouteRule[], number]>([
    [
      "another token",
      ownRules(20).map(
        (rule) => JSON.parse(JSON.stringify(rule).replaceAll('"t-', '"old-')) as HttpRouteRule,
      ),
      20,
    ],
    [
      "another port",
      ownRules(20).map(
        (rule) => JSON.parse(JSON.stringify(rule).replaceAll('"port":80', '"port":8080')) as HttpRouteRule,
      ),
      20,
    ],
    ["a lost probe rule", ownRules(20).slice(0, 2), 20],
    ["lost probe rules", ownRules(20).slice(0, 1), 20],
    ["rules of others in front", [...others, ...ownRules(20)], 20],
    ["a lost rule of the app", ownRules(20).slice(1), 0],
    ["no rules", [], 0],
    ["an edited rule", [weightedRule(1, 1)], 50],
  ])("mends %s, at the weight that is live, rules of others behind as they are", (_, rules, weight) => {
    const present = rules.filter((rule) => others.includes(rule as (typeof others)[number]));
    const route = writtenRoute([...rules, ...(present.length === 0 ? others : [])]);
    expect(after(route).spec.rules).toEqual([...ownRules(weight), ...others]);
    expect(patchOf(after(route))).toBeUndefined();
  });

  test("writes rules where there are none at all", () => {
    expect(after(writtenRoute([])).spec.rules).toEqual(ownRules(0));
    expect(patchOf(writtenRoute(undefined))?.[0]).toEqual({ op: "test", path: "/spec/rules", value: [] });
  });

  test("keeps why the weight is zero", () => {
    const zero = JSON.stringify({ attempt: 1, kind: "abort", reason: "x" });
    const annotations = { "sluice/epoch": "4-a", "sluice/zero": zero };
    const notes = after(routeWith([], { annotations })).metadata.annotations;
    expect(notes).toEqual({ "sluice.dev/epoch": "5-b", "sluice.dev/zero": zero });
  });

  test("fails where somebody wrote the rules meanwhile", () => {
    const patch = patchOf(writtenRoute(ownRules(20).slice(0, 2))) ?? [];
    expect(() => applyJsonPatch(writtenRoute(ownRules(20)), patch)).toThrow("test /spec/rules");
  });
});
