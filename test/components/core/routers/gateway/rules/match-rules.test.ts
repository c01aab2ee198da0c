import * as fc from "fast-check";
import { refsOf, rulesOf, weightOf } from "../../../../../../components/core/routers/gateway/http-route";
import type { HttpRoute, HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { fitsPath, matchesOf } from "../../../../../../components/core/routers/gateway/rules/matches";
import { renderStructurePatch } from "../../../../../../components/core/routers/gateway/write/structure-patch";
import { renderWeightPatch } from "../../../../../../components/core/routers/gateway/write/weight-patch";
import { findLost } from "../../../../../../components/core/routers/find-lost";
import type { WeightChange } from "../../../../../../components/core/routers/router";
import { ruleWeight } from "../../../../../../components/core/live";
import { matchWeight } from "../../../../../../components/core/stage/exposure";
import type { MatchTerms } from "../../../../../../components/core/stage/match-terms";
import { applyJsonPatch } from "../../../../../support/json-patch";
import { backend, ownRules, routeWith, ruleFor, settings, viewOf, writtenRoute } from "../any-route";

const beta: MatchTerms = { on: "header", name: "x-beta", by: "exact", value: "1" };
const toMatch: WeightChange = { weight: matchWeight, match: beta, epoch: "5-b", guard: "exact" };
const toZero: WeightChange = { weight: 0, epoch: "6-c", guard: "names" };
const canary = backend("shop-canary");

const write = (seen: HttpRoute, change: WeightChange, of = settings, live = seen): HttpRoute =>
  applyJsonPatch(live, renderWeightPatch(viewOf(seen), of, change));

const matched = (others: readonly HttpRouteRule[] = []): HttpRoute =>
  write(writtenRoute([...ownRules(0), ...others]), toMatch);

type Headers = Readonly<Record<string, string>>;

/** Share of the canary, percent, in what the Gateway API does with a request: the longest path, then most headers. */
function shareOf(route: HttpRoute, path: string, headers: Headers = {}): number {
  const fitting = rulesOf(route).flatMap((rule, at) =>
    matchesOf(rule)
      .filter((match) => fitsPath(match, path))
      .filter(({ headers: wanted = [] }) =>
        wanted.every(({ type, name, value }) => {
          const got = headers[name.toLowerCase()];
          return got !== undefined && (type === "Exact" ? got === value : new RegExp(value).test(got));
        }),
      )
      .map((match) => ({ rule, rank: [match.path.value.length, match.headers?.length ?? 0, -at] })),
  );
  const [best] = fitting.toSorted((a, b) => {
    const place = a.rank.findIndex((part, index) => part !== b.rank[index]);
    return (b.rank[place] as number) - (a.rank[place] as number);
  });
  const refs = best === undefined ? [] : refsOf(best.rule);
  const sum = (some: typeof refs): number => some.reduce((total, ref) => total + weightOf(ref), 0);
  return sum(refs) === 0
    ? 0
    : (100 * sum(refs.filter(({ name }) => name.startsWith("shop-canary")))) / sum(refs);
}

describe("a match", () => {
  test("sends its requests to the canary and nobody else's, behind all other rules", () => {
    const others = [ruleFor("/old", backend("old"))];
    const route = matched(others);
    expect(shareOf(route, "/", { "x-beta": "1" })).toBe(100);
    expect(shareOf(route, "/", { "x-beta": "2" })).toBe(0);
    expect(shareOf(route, "/")).toBe(0);
    expect(rulesOf(route).slice(0, -1)).toEqual([...ownRules(0), ...others]);
    const { live } = viewOf(route);
    expect(live).toMatchObject({ weight: matchWeight, epoch: "5-b" });
    expect([live.foreign, live.damage, ruleWeight(live)]).toEqual([undefined, undefined, 0]);
  });

  test("is dropped by the write of 0, by the next weight, and by nothing but them", () => {
    expect(rulesOf(write(matched(), toZero))).toEqual(ownRules(0));
    const raised = write(matched(), { weight: 1, epoch: "6-c", guard: "exact" });
    expect(rulesOf(raised)).toEqual(ownRules(1));
    expect(raised.metadata.annotations).toEqual({ "sluice.dev/epoch": "6-c" });
    expect(viewOf(raised).live.weight).toBe(1);
  });

  test("comes back whole from a dry run", () => {
    const route = writtenRoute([...ownRules(0), ruleFor("/old", backend("old"))]);
    const patch = renderWeightPatch(viewOf(route), settings, toMatch);
    expect(findLost(patch, applyJsonPatch(route, patch))).toEqual([]);
  });

  test("written again takes the place of the one before", () => {
    const change = { ...toMatch, match: { ...beta, value: "2" }, epoch: "6-c" };
    const route = write(matched(), change);
    expect([shareOf(route, "/", { "x-beta": "1" }), shareOf(route, "/", { "x-beta": "2" })]).toEqual([
      0, 100,
    ]);
    expect(rulesOf(route)).toHaveLength(rulesOf(matched()).length);
  });

  test.each<[string, HttpRouteRule]>([
    ["another value", { matches: [{ headers: [{ name: "x-beta", value: "2" }] }], backendRefs: [canary] }],
    [
      "a share of the same",
      { matches: [{ headers: [{ name: "x-beta", value: "1" }] }], backendRefs: [canary, backend("old")] },
    ],
    ["another header", { matches: [{ headers: [{ name: "x-alpha", value: "1" }] }], backendRefs: [canary] }],
  ])("of somebody else, by %s, stays foreign beside Sluice's, and ends with the write of 0", (_, rule) => {
    const { live } = viewOf({ ...matched(), spec: { rules: [...rulesOf(matched()), rule] } });
    expect(live.foreign).toMatchObject({ written: matchWeight, rules: [{ own: true }] });
    const after = write({ ...matched(), spec: { rules: [...rulesOf(matched()), rule] } }, toZero);
    for (const value of ["1", "2"])
      expect(shareOf(after, "/", { "x-beta": value, "x-alpha": value })).toBe(0);
  });

  test("is no match of ours where the object does not say so", () => {
    const { rules } = matched().spec;
    expect(viewOf(writtenRoute(rules)).live.foreign?.rules).toHaveLength(1);
    for (const text of ["{", "7", "{}"]) {
      const annotations = { "sluice.dev/epoch": "4-a", "sluice.dev/match": text };
      expect(viewOf(routeWith(rules, { annotations })).live.weight).toBe(100);
    }
  });

  test("a half percent of another writer is not read as a match", () => {
    const rules = [
      { ...ownRules(0)[0], backendRefs: [backend("shop-stable", 199), canary] },
      ...ownRules(0).slice(1),
    ];
    expect(viewOf(writtenRoute(rules)).live.weight).not.toBe(matchWeight);
  });

  test("is refused without its terms, with a weight, and where rules have names", () => {
    const route = writtenRoute(ownRules(0));
    const { match: _, ...bare } = toMatch;
    expect(() => write(route, bare)).toThrow("a match or mirror must have its terms and no weight");
    expect(() => write(route, { ...toMatch, weight: 5 })).toThrow(
      "a match or mirror must have its terms and no weight",
    );
    const named = ownRules(0).map((rule, at) => (at === 0 ? { ...rule, name: "api" } : rule));
    expect(() => write(writtenRoute(named), toMatch)).toThrow(/must have no names.*got api$/);
  });
});

describe("the structure beside a match", () => {
  const structure = (of: typeof settings) => ({ settings: of, token: "t", epoch: "7-d" });

  test("is as configured: nothing is written", () => {
    expect(renderStructurePatch(viewOf(matched()), structure(settings))).toBeUndefined();
  });

  test("keeps the match for rules that changed", () => {
    const changed = {
      ...settings,
      traffic: { ...settings.traffic, rules: [{ matches: [{ path: { value: "/v2" } }] }] },
    };
    const patch = renderStructurePatch(viewOf(matched()), structure(changed));
    const after = applyJsonPatch(matched(), patch ?? []);
    expect(shareOf(after, "/v2", { "x-beta": "1" })).toBe(100);
    expect(shareOf(after, "/v2")).toBe(0);
    const reading = viewOf(after);
    expect(reading.live).toMatchObject({ weight: matchWeight });
    expect(reading.live.foreign).toBeUndefined();
  });

  test("in a route of somebody else's making keeps it too", () => {
    const shared = { ...settings, traffic: { ...settings.traffic, isShared: true } };
    const route = matched([ruleFor("/old", backend("old"))]);
    const patch = renderStructurePatch(viewOf(route), structure(shared));
    const after = applyJsonPatch(route, patch ?? []);
    expect([shareOf(after, "/", { "x-beta": "1" }), shareOf(after, "/")]).toEqual([100, 0]);
    expect(renderStructurePatch(viewOf(after), structure(shared))).toBeUndefined();
  });
});

test("no write of a match raises anybody outside of it, and the write of 0 ends all of it", () => {
  const path = fc.constantFrom("/", "/api", "/api/v1", "/old");
  const rules = fc.uniqueArray(path, { minLength: 1, maxLength: 3 });
  const by = fc.constantFrom("exact", "prefix", "regex" as const);
  fc.assert(
    fc.property(
      rules,
      by,
      fc.constantFrom("header", "cookie" as const),
      fc.string({ maxLength: 6 }),
      (paths, how, on, value) => {
        const configured = paths.map((one) => ({ matches: [{ path: { type: "PathPrefix", value: one } }] }));
        const of = { ...settings, traffic: { ...settings.traffic, rules: configured } };
        const view = viewOf(writtenRoute(ownRules(0)));
        const before = applyJsonPatch(
          view.object as HttpRoute,
          renderStructurePatch(view, { settings: of, token: "t", epoch: "4-b" }) ?? [],
        );
        const terms: MatchTerms = { on, name: "beta", by: how, value: "1" };
        const after = applyJsonPatch(
          before,
          renderWeightPatch(viewOf(before), of, { ...toMatch, match: terms }),
        );
        const outside: Headers =
          on === "header" ? { beta: `2${value}` } : { cookie: `beta=2${value.replaceAll(/[;, ]/g, "")}` };
        const inside: Headers = on === "header" ? { beta: "1" } : { cookie: "a=b; beta=1" };
        for (const one of paths) {
          for (const headers of [{}, outside]) expect(shareOf(after, one, headers)).toBe(0);
          expect(shareOf(after, one, inside)).toBe(100);
        }
        const ended = applyJsonPatch(after, renderWeightPatch(viewOf(after), of, toZero));
        expect(rulesOf(ended)).toEqual(rulesOf(before));
      },
    ),
  );
});
