import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings";
import { configWith } from "../support/environment";

const checksOf = (checks: string) => toSettings(configWith({ checks }), parseStackName("prod")).checks;

test("sluice:checks are settings with their defaults", () => {
  const text = `[
    { name: login, stable: fails, requests: [{ url: /login, expect: { within: 300ms, json: { a.b: 1 } } }, { url: /out }] },
    { name: slow, at: [gate], timeout: 2s, requests: [{ url: "https://x/y", expect: { within: 2s } }] },
    { name: set, set: tls },
    { name: hook, webhook: { url: "https://x" } },
    { name: queue, promql: { query: up, min: 1 } },
    { name: read, statement: { text: read, owner: team, signedBy: anna, expires: "2027-03-01T00:00:00Z" } }]`;
  const [login, slow, set, hook, queue, read] = checksOf(text) ?? [];
  expect(login).toEqual({
    name: "login",
    uses: ["gate", "promoted", "aborted"],
    timeoutMs: 5000,
    question: {
      kind: "requests",
      stable: "fails",
      requests: [
        {
          url: "/login",
          method: "GET",
          expect: { status: [200], json: { "a.b": 1 }, withinMs: 300, tls: false },
        },
        { url: "/out", method: "GET", expect: { status: [200], tls: false } },
      ],
    },
  });
  expect(slow).toMatchObject({
    uses: ["gate"],
    timeoutMs: 2000,
    question: { requests: [{ expect: { withinMs: 2000 } }] },
  });
  expect(set).toMatchObject({
    question: { kind: "requests", requests: [{ url: "/", expect: { tls: true } }] },
  });
  expect(hook?.question).toEqual({ kind: "webhook", url: "https://x" });
  expect(queue?.question).toEqual({ kind: "promql", query: "up", min: 1 });
  expect(read?.question).toMatchObject({
    kind: "statement",
    signedBy: "anna",
    expiresSeconds: 1_803_859_200,
  });
});

test("without sluice:checks there are none", () => {
  expect(toSettings(configWith(), parseStackName("prod"))).not.toHaveProperty("checks");
});

const request = "requests: [{ url: / }]";
test.each([
  [
    "two kinds",
    `[{ name: a, ${request}, set: tls }]`,
    "have exactly one of requests, set, webhook, promql, statement",
  ],
  ["no kind", "[{ name: a }]", "have exactly one of"],
  ["a name twice", `[{ name: a, ${request} }, { name: a, set: tls }]`, "checks[1].name must be unique"],
  [
    "paths and addresses",
    "[{ name: a, requests: [{ url: / }, { url: 'https://x' }] }]",
    "have paths only, or whole addresses only",
  ],
  ["many requests", `[{ name: a, requests: [${"{ url: / },".repeat(6)}] }]`, "be at most 5 requests"],
  [
    "stable of an address",
    "[{ name: a, stable: fails, requests: [{ url: 'https://x' }] }]",
    "stable must be left out",
  ],
  [
    "stable of a query",
    "[{ name: a, stable: fails, promql: { query: up, max: 1 } }]",
    "stable must be left out",
  ],
  ["a query without limit", "[{ name: a, promql: { query: up } }]", "promql must have max, min or both"],
  [
    "a pattern that is none",
    "[{ name: a, requests: [{ url: /, expect: { lacks: '(' } }] }]",
    "lacks must be a regular expression",
  ],
  [
    "a date that is none",
    "[{ name: a, statement: { text: t, owner: o, expires: '2027-13-01T00:00Z' } }]",
    "expires must be a time that exists",
  ],
  ["a long time", "[{ name: a, timeout: 1m, set: tls }]", "timeout must be a duration up to 10s"],
])("sluice:checks refuse %s", (_, checks, says) => {
  expect(() => configWith({ checks })).toThrow(says);
});
