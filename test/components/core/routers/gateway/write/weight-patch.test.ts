import * as fc from "fast-check";
import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { httpRoute } from "../../../../../../components/core/routers/gateway/kinds";
import { renderWeightPatch } from "../../../../../../components/core/routers/gateway/write/weight-patch";
import type { WeightChange } from "../../../../../../components/core/routers/router";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, ownRules, ruleFor, settings, viewOf, weightedRule, writtenRoute } from "../any-route";

const zero = { attempt: 3, kind: "abort", reason: "by hand" } as const;
const toZero: WeightChange = { weight: 0, epoch: "5-b", zero, guard: "names" };
const raise = (weight: number): WeightChange => ({ weight, epoch: "5-b", guard: "exact" });

/** The route after a write that was computed from `seen` and meets `live`. */
function write(seen: HttpRoute, change: WeightChange, live: HttpRoute = seen): HttpRoute {
  return applyJsonPatch(live, renderWeightPatch(viewOf(seen), settings, change));
}

const rulesAfter = (rules: readonly HttpRouteRule[]) => write(writtenRoute(rules), toZero).spec.rules;
const canary = backend("shop-canary");
const mirror = { type: "RequestMirror", requestMirror: { backendRef: canary } };
const rewrite = { type: "URLRewrite" };

describe("renderWeightPatch() of a raise", () => {
  test("writes both weights and the epoch, and leaves everything else", () => {
    const others = [ruleFor("/old", backend("old", 3), backend("older"))];
    const route = writtenRoute([...ownRules(5), ...others]);
    const after = write(route, raise(20));
    expect(after.spec.rules).toEqual([...ownRules(20), ...others]);
    expect(after.metadata.annotations).toEqual({ "sluice.dev/epoch": "5-b" });
  });

  test.each([
    ["a weight", writtenRoute(ownRules(6))],
    ["the epoch", writtenRoute(ownRules(5), "4-z")],
    ["a rule of others", writtenRoute([...ownRules(5), ruleFor("/beta", canary)])],
    ["a filter", writtenRoute([{ ...ownRules(5)[0], filters: [mirror] }, ...ownRules(5).slice(1)])],
  ])("fails where somebody wrote %s since", (_, live) => {
    expect(() => write(writtenRoute(ownRules(5)), raise(20), live)).toThrow(/^test /);
  });

  test.each([
    ["no rule of the app", undefined],
    ["a rule of others in front of the app's", [ruleFor("/x", backend("old")), weightedRule(95, 5)]],
  ])("is refused with %s", (_, rules) => {
    expect(() => write(writtenRoute(rules), raise(20))).toThrow(RangeError);
  });
});

describe("renderWeightPatch() of weight 0", () => {
  test("meets whatever weight somebody wrote meanwhile, bumps the epoch and says why", () => {
    const after = write(writtenRoute(ownRules(5)), toZero, writtenRoute(ownRules(50), "9-z"));
    expect(after.spec.rules).toEqual(ownRules(0));
    expect(after.metadata.annotations).toEqual({
      "sluice.dev/epoch": "5-b",
      "sluice.dev/zero": JSON.stringify(zero),
    });
  });

  test("fails where the backends moved", () => {
    const live = writtenRoute([ruleFor("/x", backend("old")), ...ownRules(5)]);
    expect(() => write(writtenRoute(ownRules(5)), toZero, live)).toThrow(/^test .*name: is "old"/);
  });

  test("fails where a rule of others that it ends moved", () => {
    const seen = writtenRoute([...ownRules(5), ruleFor("/beta", canary)]);
    const live = writtenRoute([...ownRules(5), ruleFor("/x", backend("old")), ruleFor("/beta", canary)]);
    expect(() => write(seen, toZero, live)).toThrow(/^test \/spec\/rules\/3/);
  });

  test.each<[string, readonly HttpRouteRule[], readonly HttpRouteRule[]]>([
    [
      "removes rules of the canary alone",
      [ruleFor("/beta", canary), ruleFor("/x", canary, backend("old", 0))],
      [],
    ],
    [
      "takes the canary's share out of a rule with other backends",
      [ruleFor("/api", backend("shop-stable", 80), backend("shop-canary", 20), backend("old"))],
      [ruleFor("/api", backend("shop-stable", 80), backend("shop-canary", 0), backend("old"))],
    ],
    [
      "ends copies and leaves the rule",
      [{ ...ruleFor("/api", backend("old")), filters: [rewrite, mirror] }, { filters: [mirror] }],
      [{ ...ruleFor("/api", backend("old")), filters: [rewrite] }, { filters: [] }],
    ],
    [
      "ends copies by a backend",
      [{ backendRefs: [{ ...backend("old"), filters: [mirror] }] }],
      [{ backendRefs: [{ ...backend("old"), filters: [] }] }],
    ],
    [
      "leaves rules that do not reach the canary",
      [ruleFor("/x", backend("shop-canary", 0)), ruleFor("/y", { ...canary, namespace: "other" }), {}],
      [ruleFor("/x", backend("shop-canary", 0)), ruleFor("/y", { ...canary, namespace: "other" }), {}],
    ],
  ])("%s", (_, others, left) => {
    expect(rulesAfter([...ownRules(5), ...others])).toEqual([...ownRules(0), ...left]);
    expect(rulesAfter([...others, ...ownRules(5)])).toEqual([...left, ...ownRules(0)]);
  });

  test("ends copies that somebody added to the app's own rule", () => {
    const [own, a, b] = ownRules(5) as [HttpRouteRule, HttpRouteRule, HttpRouteRule];
    const refs = own.backendRefs?.map((ref) => ({ ...ref, filters: [mirror] }));
    const after = rulesAfter([{ ...own, filters: [mirror, rewrite], backendRefs: refs ?? [] }, a, b]);
    expect(after?.[0]?.filters).toEqual([rewrite]);
    expect(after?.[0]?.backendRefs?.map(({ name, weight, filters }) => [name, weight, filters])).toEqual([
      ["shop-stable", 100, []],
      ["shop-canary", 0, []],
    ]);
  });

  test.each<[string, readonly HttpRouteRule[], readonly HttpRouteRule[]]>([
    [
      "that lost stable",
      [ruleFor("/", canary)],
      [ruleFor("/", backend("shop-canary", 0), backend("shop-stable", 100))],
    ],
    [
      "that lost the canary",
      [ruleFor("/", backend("shop-stable"))],
      [ruleFor("/", backend("shop-stable", 100))],
    ],
    [
      "with a track twice",
      [weightedRule(1, 1), weightedRule(1, 1)]
        .map(({ backendRefs = [] }) => ({
          backendRefs: [...backendRefs, ...backendRefs],
        }))
        .slice(0, 1),
      [
        {
          backendRefs: [
            backend("shop-stable", 100),
            backend("shop-canary", 0),
            backend("shop-stable", 0),
            backend("shop-canary", 0),
          ],
        },
      ],
    ],
    [
      "with a backend of another owner",
      [{ backendRefs: [backend("shop-stable", 1), backend("old", 1), backend("shop-canary", 1)] }],
      [{ backendRefs: [backend("shop-stable", 100), backend("old", 1), backend("shop-canary", 0)] }],
    ],
    [
      "that is gone, beside one of the canary",
      [ruleFor("/beta", canary)],
      [ruleFor("/beta", backend("shop-stable"))],
    ],
    ["that is gone", [], []],
  ])("mends what it needs of a rule %s", (_, rules, left) => {
    expect(rulesAfter(rules)).toEqual(left);
  });

  test("leaves rules of others in other objects", () => {
    const route = writtenRoute(ownRules(5));
    const metadata = { ...route.metadata, name: "other" };
    const view = viewOf(route, [
      { kind: httpRoute, objects: [{ metadata, spec: { rules: [ruleFor("/", canary)] } }], place: "" },
    ]);
    const after = applyJsonPatch(route, renderWeightPatch(view, settings, toZero));
    expect(after.spec.rules).toEqual(ownRules(0));
  });

  test("writes the marks of a route without rules", () => {
    expect(write(writtenRoute(undefined), toZero).metadata.annotations).toMatchObject({
      "sluice.dev/epoch": "5-b",
    });
  });

  test("no request reaches the canary afterwards, and rules of others that did not are as they were", () => {
    const name = fc.constantFrom("shop-stable", "shop-canary", "old", "new");
    const ref = fc.record({ name, weight: fc.constantFrom(0, 1, 7, undefined), copies: fc.boolean() });
    const rule = fc.record({
      path: fc.constantFrom("/", "/api", "/beta"),
      refs: fc.array(ref, { maxLength: 3 }),
      copies: fc.boolean(),
    });
    const toRule = ({
      path,
      refs,
      copies,
    }: {
      path: string;
      refs: { name: string; weight: number | undefined; copies: boolean }[];
      copies: boolean;
    }): HttpRouteRule => ({
      ...ruleFor(
        path,
        ...refs.map((one) => ({
          ...backend(one.name, one.weight),
          ...(one.copies ? { filters: [mirror] } : {}),
        })),
      ),
      ...(copies ? { filters: [rewrite, mirror] } : {}),
    });
    const touches = (one: HttpRouteRule): boolean => JSON.stringify(one).includes("shop-");
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 4 }),
        fc.array(rule, { maxLength: 4 }),
        fc.boolean(),
        (before, behind, own) => {
          const rules = [...before.map(toRule), ...(own ? ownRules(20) : []), ...behind.map(toRule)];
          const after = write(writtenRoute(rules), toZero);
          expect(viewOf(after).live.weight).toBe(0);
          const isForeign = (one: HttpRouteRule) => !touches(one);
          expect(after.spec.rules?.filter(isForeign)).toEqual(
            expect.arrayContaining(rules.filter(isForeign)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("renderWeightPatch() where the canary's Service does not exist", () => {
  const without: WeightChange = { ...toZero, withoutCanary: true };

  test.each<[string, readonly HttpRouteRule[]]>([
    ["at some weight", ownRules(20)],
    ["twice", [{ backendRefs: [backend("shop-stable", 50), canary, canary] }, ...ownRules(20).slice(1)]],
  ])("leaves its backend out of a write of weight 0: %s", (_, rules) => {
    const after = write(writtenRoute(rules), without);
    expect(after.spec.rules?.[0]?.backendRefs).toEqual([
      expect.objectContaining({ name: "shop-stable", weight: 100 }),
    ]);
    expect(viewOf(after).live).toMatchObject({ weight: 0 });
    // Once more: there is nothing left to leave out.
    expect(write(after, { ...without, epoch: "6-c" }).spec.rules).toEqual(after.spec.rules);
  });

  test("gives the rule stable first, where it has the canary alone", () => {
    const rules = [{ ...weightedRule(0, 0), backendRefs: [canary] }, ...ownRules(20).slice(1)];
    const after = write(writtenRoute(rules), without);
    expect(after.spec.rules?.[0]?.backendRefs).toEqual([
      expect.objectContaining({ name: "shop-stable", weight: 100 }),
    ]);
  });

  test("never leaves it out of a raise", () => {
    expect(write(writtenRoute(ownRules(5)), { ...raise(20), withoutCanary: true }).spec.rules).toEqual(
      ownRules(20),
    );
  });
});
