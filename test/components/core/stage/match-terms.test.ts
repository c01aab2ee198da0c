import * as fc from "fast-check";
import { isMatchTerms, toHeaderTerms } from "../../../../components/core/stage/match-terms";
import type { MatchTerms } from "../../../../components/core/stage/match-terms";

/** Whether routers would take a header's value for the match. */
function takes(terms: MatchTerms, value: string): boolean {
  const header = toHeaderTerms(terms);
  return header.type === "Exact" ? header.value === value : new RegExp(header.value).test(value);
}

const header = (by: MatchTerms["by"], value: string): MatchTerms => ({
  on: "header",
  name: "x-beta",
  by,
  value,
});
const cookie = (by: MatchTerms["by"], value: string): MatchTerms => ({
  on: "cookie",
  name: "beta",
  by,
  value,
});

test.each([
  [header("exact", "1"), ["1"], ["", "11", "x1", "1 "]],
  [header("prefix", "a.b"), ["a.b", "a.bc"], ["", "axb", "xa.b"]],
  [header("regex", "1|2"), ["1", "2"], ["", "12", "3", "1x"]],
  [
    cookie("exact", "1"),
    ["beta=1", "a=2; beta=1; c=3", "a=2;beta=1", "beta=1;c=3"],
    ["beta=11", "xbeta=1", "a=beta=1", "beta=2; b=1", "beta=", "Beta=1", ""],
  ],
  [cookie("prefix", "on"), ["beta=on", "beta=only; a=1"], ["beta=xon", "beta=; a=on", "alpha=on"]],
  [cookie("regex", "a[0-9]+"), ["beta=a1", "x=1; beta=a22; y=2"], ["beta=a", "beta=a1b", "beta=b; c=a1"]],
])("%j takes %j and leaves %j", (terms, taken, left) => {
  for (const value of taken) expect([value, takes(terms, value)]).toEqual([value, true]);
  for (const value of left) expect([value, takes(terms, value)]).toEqual([value, false]);
});

test("cookies without the one of the match never reach the canary, whatever they hold", () => {
  const pair = fc.tuple(
    fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/).filter((name) => name !== "beta"),
    fc.stringMatching(/^[a-zA-Z0-9=._~-]{0,12}$/),
  );
  fc.assert(
    fc.property(
      fc.array(pair, { maxLength: 5 }),
      fc.constantFrom("exact", "prefix", "regex"),
      (pairs, by) => {
        const value = pairs.map(([name, text]) => `${name}=${text}`).join("; ");
        expect(takes(cookie(by, "1"), value)).toBe(false);
        expect(takes(cookie(by, "1"), [value, "beta=1"].filter((one) => one !== "").join("; "))).toBe(true);
      },
    ),
  );
});

test("isMatchTerms() takes what is written and nothing else", () => {
  expect(isMatchTerms(cookie("regex", "1"))).toBe(true);
  expect(isMatchTerms(header("prefix", "1"))).toBe(true);
  const broken = [
    null,
    1,
    {},
    { ...header("exact", "1"), on: "path" },
    { ...header("exact", "1"), by: "like" },
  ];
  const more = [
    { ...header("exact", "1"), name: 1 },
    { ...header("exact", "1"), value: undefined },
  ];
  for (const value of [...broken, ...more]) expect(isMatchTerms(value)).toBe(false);
});
