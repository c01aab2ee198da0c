import * as fc from "fast-check";
import { rulesOf, servicesOf, weightOf } from "../../../../../components/core/routers/traefik/ingress-route";
import type { IngressRoute, RouteRule } from "../../../../../components/core/routers/traefik/ingress-route";
import { narrowTo, priorityOf } from "../../../../../components/core/routers/traefik/match";
import { renderStructurePatch } from "../../../../../components/core/routers/traefik/structure-patch";
import { renderWeightPatch } from "../../../../../components/core/routers/traefik/weight-patch";
import { findLost } from "../../../../../components/core/routers/find-lost";
import type { WeightChange } from "../../../../../components/core/routers/router";
import { matchWeight } from "../../../../../components/core/stage/exposure";
import type { MatchTerms } from "../../../../../components/core/stage/match-terms";
import { applyJsonPatch } from "../../../../support/json-patch";
import {
  ownRules,
  plainRule,
  routeWith,
  ruleFor,
  service,
  settings,
  shared,
  viewOf,
} from "./any-ingress-route";

const beta: MatchTerms = { on: "header", name: "x-beta", by: "exact", value: "1" };
const toMatch: WeightChange = { weight: matchWeight, match: beta, epoch: "5-b", guard: "exact" };
const toZero: WeightChange = { weight: 0, epoch: "6-c", guard: "names" };

const write = (seen: IngressRoute, change: WeightChange, of = settings): IngressRoute =>
  applyJsonPatch(seen, renderWeightPatch(viewOf(seen, of), of, change));

const structured = (route: IngressRoute, of: typeof settings): IngressRoute | undefined => {
  const patch = renderStructurePatch(viewOf(route, of), { settings: of, token: "t", epoch: "7-d" });
  return patch === undefined ? undefined : applyJsonPatch(route, patch);
};

const matchedRule = (rule: RouteRule = plainRule): RouteRule => ({
  ...rule,
  ...narrowTo(rule, beta),
  services: [service("shop-canary", 100), service("shop-canary-probe", 0)],
});

/** Rules whose requests reach the canary, but those with the probe header. */
const leading = (route: IngressRoute): readonly string[] =>
  rulesOf(route).flatMap((rule) =>
    !rule.match.includes("x-sluice-probe") &&
    servicesOf(rule).some((ref) => ref.name.startsWith("shop-canary") && weightOf(ref) > 0)
      ? [rule.match]
      : [],
  );

test("a match has a rule ahead of the app's, whose weights stay, and is seen as exposure of ours", () => {
  const others = [ruleFor("/old", service("old"))];
  const route = write(routeWith([...ownRules(0), ...others]), toMatch);
  expect(rulesOf(route)).toEqual([...ownRules(0), ...others, matchedRule()]);
  expect(priorityOf(matchedRule())).toBeGreaterThan(priorityOf(plainRule));
  const { live } = viewOf(route);
  expect(live).toMatchObject({ weight: matchWeight, epoch: "5-b" });
  expect([live.foreign, live.damage]).toEqual([undefined, undefined]);
  const patch = renderWeightPatch(viewOf(routeWith(ownRules(0))), settings, toMatch);
  expect(findLost(patch, applyJsonPatch(routeWith(ownRules(0)), patch))).toEqual([]);
});

test.each<[string, Partial<MatchTerms>, string, string]>([
  ["a header as a whole", {}, "v3", "Header(`x-beta`, `1`)"],
  ["the beginning of one", { by: "prefix" }, "v3", "HeaderRegexp(`x-beta`, `^1.*$`)"],
  ["a cookie", { on: "cookie" }, "v3", "HeaderRegexp(`Cookie`, `^(?:.*; ?)?x-beta=1(?:;.*)?$`)"],
  ["the older syntax", { by: "regex" }, "v2", "HeadersRegexp(`x-beta`, `^(?:1)$`)"],
])("a match of %s is a matcher of Traefik", (_, terms, syntax, matcher) => {
  expect(narrowTo({ match: "Host(`a`)", syntax }, { ...beta, ...terms }).match).toBe(
    `(Host(\`a\`)) && ${matcher}`,
  );
});

test("a match is dropped by the write of 0 and by the next weight, and a foreign one by that of 0 alone", () => {
  const matched = write(routeWith(ownRules(0)), toMatch);
  expect(rulesOf(write(matched, toZero))).toEqual(ownRules(0));
  expect(rulesOf(write(matched, { weight: 5, epoch: "6-c", guard: "exact" }))).toEqual(ownRules(5));
  const foreign = { ...matchedRule(), match: narrowTo(plainRule, { ...beta, value: "2" }).match };
  const both = { ...matched, spec: { routes: [...rulesOf(matched), foreign] } };
  expect(viewOf(both).live.foreign).toMatchObject({ written: matchWeight, rules: [{ own: true }] });
  expect(leading(write(both, toZero))).toEqual([]);
});

test("the structure keeps a match, for rules that changed as well, in both kinds of routes", () => {
  const matched = write(routeWith(ownRules(0)), toMatch);
  expect(structured(matched, settings)).toBeUndefined();
  const other = {
    ...settings,
    traffic: { ...settings.traffic, hosts: ["shop.example.org", "b.example.org"] },
  };
  const moved = structured(matched, other) as IngressRoute;
  expect(leading(moved)).toEqual([
    "(Host(`shop.example.org`) || Host(`b.example.org`)) && Header(`x-beta`, `1`)",
  ]);
  expect(viewOf(moved, other).live).toMatchObject({ weight: matchWeight });
  expect(structured(matched, shared)).toBeUndefined();
});

test("no write of a match gives anybody outside of it to the canary, and the write of 0 ends all of it", () => {
  const value = fc.stringMatching(/^[a-z0-9]{1,5}$/);
  const paths = fc.uniqueArray(fc.constantFrom("/a", "/b", "/c"), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(paths, value, fc.constantFrom("header", "cookie" as const), (some, text, on) => {
      const rules = some.map((path) => ruleFor(path, service("shop")));
      const before = structured(routeWith(rules), shared) as IngressRoute;
      const after = write(before, { ...toMatch, match: { ...beta, on, value: text } }, shared);
      expect(leading(after)).toEqual(rules.map((rule) => narrowTo(rule, { ...beta, on, value: text }).match));
      expect(leading(before)).toEqual([]);
      expect(rulesOf(write(after, toZero, shared))).toEqual(rulesOf(before));
    }),
  );
});
