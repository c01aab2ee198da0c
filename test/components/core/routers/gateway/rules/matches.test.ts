import type { RouteMatch } from "../../../../../../components/core/routers/gateway/http-route";
import { haveSameMatches, pickRule } from "../../../../../../components/core/routers/gateway/rules/matches";

const at = (value: string, type = "PathPrefix"): RouteMatch => ({ path: { type, value } });
const rule = (...matches: RouteMatch[]) => ({ matches });

describe("pickRule()", () => {
  test.each<[string, string, readonly { matches?: RouteMatch[] }[], number | undefined]>([
    ["a rule without matches", "/a", [{}], 0],
    ["a rule with an empty list of matches", "/a", [rule()], 0],
    ["a longer prefix", "/a/b", [rule(at("/")), rule(at("/a"))], 1],
    ["no prefix of half a segment", "/ab", [rule(at("/a"))], undefined],
    ["a prefix that ends in a slash", "/a", [rule(at("/a/"))], 0],
    ["an exact path before a longer prefix", "/a", [rule(at("/a")), rule(at("/a", "Exact"))], 1],
    ["no exact path of another", "/a/b", [rule(at("/a", "Exact"))], undefined],
    ["the first of two alike", "/a", [rule(at("/a")), rule(at("/a"))], 0],
    ["a method before none", "/a", [rule(at("/a")), rule({ ...at("/a"), method: "GET" })], 1],
    ["no other method", "/a", [rule({ ...at("/a"), method: "POST" })], undefined],
    ["no rule that asks for a header", "/a", [rule({ headers: [{ name: "a", value: "b" }] })], undefined],
    ["no rule that asks for a parameter", "/a", [rule({ queryParams: [{ name: "a" }] })], undefined],
    ["a regular expression", "/a1", [rule(at("/"), at("/a[0-9]", "RegularExpression"))], 0],
    ["no regular expression that is none", "/a", [rule(at("/a(", "RegularExpression"))], undefined],
    ["a path without its query", "/a?b=/c", [rule(at("/a", "Exact"))], 0],
  ])("takes %s", (_, path, rules, expected) => {
    expect(pickRule(rules, path)).toBe(expected);
  });
});

test("haveSameMatches() writes out defaults before it compares", () => {
  const written = {
    ...at("/"),
    headers: [{ type: "Exact", name: "a", value: "b" }],
    queryParams: [{ type: "Exact", name: "c" }],
  };
  const short = { headers: [{ name: "a", value: "b" }], queryParams: [{ name: "c" }] };
  expect(haveSameMatches(rule(written), rule(short))).toBe(true);
  expect(haveSameMatches(rule(at("/")), {})).toBe(true);
  expect(haveSameMatches(rule(at("/a")), {})).toBe(false);
});
