import type { HttpRouteRule } from "../../../../../../components/core/routers/gateway/http-route";
import { findRuleProblems } from "../../../../../../components/core/routers/gateway/needs/rule-problems";
import { backend, ownRules, ruleFor } from "../any-route";

const settings = { app: "shop", namespace: "shop" };
const all = ruleFor("/", backend("shop"));
const find = (rules: readonly HttpRouteRule[], path = "/", traffic = {}) =>
  findRuleProblems(rules, path, { ...settings, traffic });

describe("findRuleProblems()", () => {
  test.each<[string, readonly HttpRouteRule[], string]>([
    ["one rule", [all], "/"],
    [
      "rules of others",
      [ruleFor("/old", backend("old"), backend("older")), { matches: [{ path: { value: "/none" } }] }, all],
      "/",
    ],
    [
      "sessions of others",
      [{ ...ruleFor("/old", backend("old")), sessionPersistence: {} } as HttpRouteRule, all],
      "/",
    ],
    ["another backend without weight", [ruleFor("/", backend("shop"), backend("shop-v2", 0))], "/"],
    ["what Sluice wrote at weight 0", ownRules(0), "/"],
    ["probes of a rule's own path", [ruleFor("/shop", backend("shop"))], "/shop/health"],
  ])("finds none in %s", (_, rules, path) => {
    expect(find(rules, path)).toEqual([]);
  });

  test.each<[string, readonly HttpRouteRule[], string, object]>([
    [
      "no rule of the app",
      [ruleFor("/", backend("old"))],
      "/",
      { at: "spec.rules", rule: "have a rule with the backend shop", got: "none" },
    ],
    [
      "a rule of the app and another owner",
      [ruleFor("/", backend("shop", 9), backend("old", 1))],
      "/",
      {
        at: "spec.rules[0]",
        rule: 'have no backends but "shop", since it leads to it',
        got: "shop 9, old 1",
      },
    ],
    [
      "a split that is live",
      [all, ruleFor("/a", backend("shop-stable", 9), backend("shop-canary"))],
      "/",
      { at: "spec.rules[1]", rule: "be no split that is live already", got: "shop-stable 9, shop-canary 1" },
    ],
    [
      "a rule of the app that pins sessions",
      [ruleFor("/", backend("old")), { ...all, sessionPersistence: { type: "Cookie" } } as HttpRouteRule],
      "/",
      {
        at: "spec.rules[1].sessionPersistence",
        rule: "be unset, since no weight ends the sessions that it pins to the canary",
        got: '{"type":"Cookie"}',
      },
    ],
    [
      "a path that another rule takes",
      [ruleFor("/health", backend("old")), all],
      "/health",
      { rule: 'send /health, which probes request, to "shop"', got: "spec.rules[0]" },
    ],
    ["a path that no rule takes", [ruleFor("/shop", backend("shop"))], "/", { got: "no rule that takes it" }],
    [
      "more rules than a route may have",
      [...Array.from({ length: 14 }, (_, nth) => ruleFor(`/${nth}`, backend("old"))), all],
      "/",
      { got: "17 and 17" },
    ],
    [
      "more matches than a route may have",
      [{ matches: Array.from({ length: 64 }, () => ({})), backendRefs: [backend("shop")] }],
      "/",
      { got: "3 and 192" },
    ],
  ])("finds %s, with a way out", (_, rules, path, expected) => {
    expect(find(rules, path)).toEqual([expect.objectContaining({ ...expected, fix: expect.any(String) })]);
  });

  test("counts the rule of a match beside each of the app's, where a stage has one", () => {
    const five = Array.from({ length: 5 }, (_, nth) => ruleFor(`/${nth}`, backend("shop")));
    const match = { on: "header", name: "x-beta", by: "exact", value: "1" } as const;
    const stages = [{ key: "beta", exposure: { match }, soakSeconds: 60 }];
    const exposed = (some: typeof stages | undefined) =>
      findRuleProblems(five, "/0", { ...settings, ...(some === undefined ? {} : { stages: some }) });
    expect([exposed(undefined), exposed([])]).toEqual([[], []]);
    expect(exposed(stages)).toMatchObject([
      { rule: expect.stringContaining("two probe rules and one of the match"), got: "20 and 20" },
    ]);
  });

  const mirrored = (repeatable: readonly string[], ...rules: readonly HttpRouteRule[]) =>
    findRuleProblems(rules, "/", {
      ...settings,
      stages: [{ key: "mirror", exposure: { mirror: { percent: 5, repeatable } }, soakSeconds: 60 }],
    });

  test("counts what a mirror needs beside each of the app's", () => {
    const more = ruleFor("/a", backend("shop"));
    expect(mirrored(["GET"], all, more)).toEqual([]);
    expect(mirrored(["HEAD"], all, more)).toEqual([]);
    expect(mirrored(["GET"], all, more, ruleFor("/b", backend("shop")))).toMatchObject([
      { rule: expect.stringContaining("two probe rules and those of the mirror"), got: "21 and 21" },
    ]);
    const most = { ...all, matches: Array.from({ length: 8 }, (_, nth) => ({ path: { value: `/${nth}` } })) };
    expect(mirrored(["GET", "HEAD", "POST"], all, most)).toMatchObject([{ got: "14 and 144" }]);
  });

  test("finds what a mirror would take requests of, or copy twice", () => {
    const own = { backendRefs: [backend("shop")] };
    const post = { ...own, matches: [{ path: { value: "/a" }, method: "POST" }] };
    expect(mirrored(["GET"], all, post)).toMatchObject([{ at: "spec.rules[1]", got: "one" }]);
    const copied = { ...all, filters: [{ type: "RequestMirror" }] };
    expect(mirrored(["GET"], copied)).toMatchObject([{ at: "spec.rules[0]", got: "RequestMirror" }]);
    const header = { headers: [{ name: "x-tenant", value: "1" }] };
    const other = { matches: [header], backendRefs: [backend("old")] };
    expect(mirrored(["GET"], other, all)).toMatchObject([
      { at: "spec.rules[0]", rule: expect.stringContaining("no header or parameter") },
    ]);
    expect(mirrored(["GET"], { ...other, ...own }, all, ruleFor("/old", backend("old")))).toEqual([]);
    expect(find([other, all])).toEqual([]);
  });

  test("knows the app by the Service that the configuration names", () => {
    expect(find([ruleFor("/", backend("web"))], "/", { service: "web" })).toEqual([]);
    expect(find([all], "/", { service: "web" })).toMatchObject([
      { rule: "have a rule with the backend web" },
    ]);
  });
});
