import fc from "fast-check";
import { toHeaders } from "../../../../policies/headers/header";
import type { Header } from "../../../../policies/headers/header";
import { gradeOf, scoreHeaders } from "../../../../policies/headers/observatory/score";
import type { ItemId } from "../../../../policies/headers/observatory/item-score";
import type { Observation } from "../../../../policies/headers/observatory/observation";

const site: Observation = { headers: [], host: "app.example.org", https: "verified" };

const points = (item: ItemId, more: Partial<Observation>): number | undefined =>
  scoreHeaders({ ...site, ...more }).items.find((one) => one.item === item)?.modifier;

const csp = (...values: string[]): Header[] =>
  values.map((value) => ["content-security-policy", value] as const);

test.each([
  ["default-src 'none' alone", ["default-src 'none'"], 10],
  ["default-src 'self'", ["default-src 'self'"], 5],
  ["a nonce", ["default-src 'self'; script-src 'nonce-{random}'"], 5],
  [
    "'unsafe-inline' beside a nonce, which browsers ignore",
    ["default-src 'self'; script-src 'unsafe-inline' 'nonce-x'"],
    5,
  ],
  [
    "'strict-dynamic' beside a nonce, which makes https: moot",
    ["default-src 'none'; script-src 'strict-dynamic' 'nonce-x' https:"],
    10,
  ],
  ["'unsafe-inline' for styles only", ["default-src 'self'; style-src 'unsafe-inline'"], 0],
  ["images over http:", ["default-src 'self'; img-src http:"], -10],
  ["'unsafe-eval'", ["default-src 'self'; script-src 'self' 'unsafe-eval'"], -10],
  ["'unsafe-inline'", ["default-src 'self'; script-src 'self' 'unsafe-inline'"], -20],
  ["data: for scripts", ["default-src 'self'; script-src data:"], -20],
  ["any https: host for scripts", ["default-src 'self'; script-src https:"], -20],
  ["objects from anywhere", ["script-src 'self'"], -20],
  ["no script-src at all", ["img-src 'self'"], -20],
  ["frames over http:", ["default-src 'self'; frame-src http://a.example"], -20],
  ["a directive twice", ["default-src 'self'; img-src a.example; img-src b.example"], -25],
  ["report-uri twice", ["default-src 'none'; report-uri /a; report-uri /b"], 0],
  ["report-to twice beside inline scripts", ["script-src 'unsafe-inline'; report-to a; report-to b"], -20],
  ["'strict-dynamic' without a nonce", ["default-src 'self'; script-src 'strict-dynamic'"], -25],
  ["nothing in it", [" ; "], -25],
  ["no header", [], -25],
  [
    "two policies, of which one forbids inline",
    ["script-src 'unsafe-inline' 'self'; object-src 'none'", "default-src 'self'"],
    5,
  ],
  ["two policies in one header", ["default-src 'self', default-src 'none'"], 10],
])("Content-Security-Policy with %s", (_name, values, modifier) => {
  expect(points("content-security-policy", { headers: csp(...values) })).toBe(modifier);
});

test("a policy that only reports counts as none", () => {
  const headers = toHeaders({ "Content-Security-Policy-Report-Only": "default-src 'none'" });
  expect(points("content-security-policy", { headers })).toBe(-25);
});

test("a policy in a meta element counts, without what only headers may say", () => {
  expect(points("content-security-policy", { metaCsp: ["default-src 'none'"] })).toBe(10);
  expect(points("content-security-policy", { metaCsp: ["frame-ancestors 'none'"] })).toBe(-25);
});

test.each([
  ["preloaded", { preloaded: true }, undefined, 5],
  ["six months", {}, "max-age=15552000", 0],
  ["two years", {}, "max-age=63072000; includeSubDomains", 0],
  ["a day", {}, "max-age=86400", -10],
  ["no header", {}, undefined, -20],
  ["no number", {}, "max-age=soon", -20],
  ["max-age twice", {}, "max-age=1; max-age=63072000", -20],
  ["two headers joined", {}, "max-age=63072000; includeSubDomains, max-age=63072000", -20],
  ["two joined behind a max-age", {}, "max-age=63072000, max-age=63072000", -20],
  ["a name that is no token", {}, "max-age=63072000; include SubDomains", -20],
  ["a quoted max-age and a directive of its own", {}, 'max-age="63072000"; x-own="a b"', 0],
  ["no HTTPS", { https: "none" as const }, "max-age=63072000", -20],
  ["a bad certificate", { https: "invalid" as const }, "max-age=63072000", -20],
])("Strict-Transport-Security with %s", (_name, more, value, modifier) => {
  const headers = value === undefined ? [] : toHeaders({ "Strict-Transport-Security": value });
  expect(points("strict-transport-security", { ...more, headers })).toBe(modifier);
});

test.each([
  ["unknown", undefined, "verified", 0],
  ["nothing on http:", [], "verified", 0],
  ["to https: on the same host", ["http://a.example/", "https://a.example/"], "verified", 0],
  ["to https: on another host", ["http://a.example/", "https://b.example/"], "verified", -5],
  ["to http: first", ["http://a.example/", "http://b.example/", "https://b.example/"], "verified", -10],
  ["never to https:", ["http://a.example/", "http://b.example/"], "none", -20],
  ["nowhere", ["http://a.example/"], "none", -20],
  ["through a bad certificate", ["http://a.example/", "https://a.example/"], "invalid", -20],
] as const)("redirection %s", (_name, hops, https, modifier) => {
  expect(points("redirection", { https, ...(hops === undefined ? {} : { hops }) })).toBe(modifier);
});

const origin = "https://foreign.example";

test.each<[ItemId, string | undefined, number]>([
  ["x-frame-options", "DENY", 5],
  ["x-frame-options", "sameorigin", 5],
  ["x-frame-options", "allow-from https://a.example", 0],
  ["x-frame-options", "maybe", -20],
  ["x-frame-options", undefined, -20],
  ["x-content-type-options", "nosniff", 0],
  ["x-content-type-options", "sniff", -5],
  ["x-content-type-options", undefined, -5],
  ["referrer-policy", "no-referrer", 5],
  ["referrer-policy", "no-referrer, strict-origin-when-cross-origin", 5],
  ["referrer-policy", "unsafe-url", -5],
  ["referrer-policy", "nobody", -5],
  ["referrer-policy", undefined, 0],
  ["cross-origin-resource-policy", "same-origin", 10],
  ["cross-origin-resource-policy", "same-site", 10],
  ["cross-origin-resource-policy", "cross-origin", 0],
  ["cross-origin-resource-policy", "whimsy", -5],
  ["cross-origin-resource-policy", undefined, 0],
  ["cross-origin-opener-policy", "same-origin", 10],
  ["cross-origin-opener-policy", 'same-origin-allow-popups; report-to="x"', 10],
  ["cross-origin-opener-policy", "noopener-allow-popups", 10],
  ["cross-origin-opener-policy", "unsafe-none", 0],
  ["cross-origin-opener-policy", "Same-Origin", -5],
  ["cross-origin-opener-policy", undefined, 0],
  ["cross-origin-embedder-policy", "require-corp", 10],
  ["cross-origin-embedder-policy", "credentialless", 10],
  ["cross-origin-embedder-policy", "unsafe-none", 0],
  ["cross-origin-embedder-policy", "whimsy", -5],
  ["cross-origin-embedder-policy", undefined, 0],
])("%s: %s gives %d", (item, value, modifier) => {
  expect(points(item, { headers: value === undefined ? [] : toHeaders({ [item]: value }) })).toBe(modifier);
});

test("frame-ancestors stands for X-Frame-Options, and a second opener policy spoils the first", () => {
  expect(points("x-frame-options", { headers: csp("frame-ancestors 'none'") })).toBe(5);
  const twice: Header[] = [
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-opener-policy", "unsafe-none"],
  ];
  expect(points("cross-origin-opener-policy", { headers: twice })).toBe(-5);
});

test.each([
  [165, "A+"],
  [100, "A+"],
  [99, "A"],
  [90, "A"],
  [89, "A-"],
  [85, "A-"],
  [80, "B+"],
  [75, "B"],
  [70, "B"],
  [65, "B-"],
  [60, "C+"],
  [55, "C"],
  [50, "C"],
  [45, "C-"],
  [40, "D+"],
  [35, "D"],
  [30, "D"],
  [25, "D-"],
  [24, "F"],
  [0, "F"],
])("a score of %d is %s", (score, grade) => {
  expect(gradeOf(score)).toBe(grade);
});

const live = {
  hops: ["http://app.example.org/", "https://app.example.org/"],
  cookies: [],
  cors: { origin },
  scripts: [],
};

const baseline = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "Content-Security-Policy":
    "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "deny",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

test("a bare nginx is an F with 10 points before its Server header is counted", () => {
  const bare = { ...site, https: "none" as const, ...live, hops: ["http://app.example.org/"] };
  expect(scoreHeaders(bare)).toMatchObject({ observatory: 10, score: 10, grade: "F" });
  const named = scoreHeaders({ ...bare, headers: toHeaders({ Server: "nginx/1.22.1" }) });
  expect(named).toMatchObject({ observatory: 10, leakage: 5, leaks: ["server"], score: 5 });
});

test("the baseline is an A+ with 130 points, the most is 165", () => {
  expect(scoreHeaders({ ...site, ...live, headers: toHeaders(baseline) })).toMatchObject({
    score: 130,
    grade: "A+",
  });
  const most = {
    ...baseline,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  const best = scoreHeaders({
    ...site,
    ...live,
    preloaded: true,
    cookies: ["session=1; Secure; HttpOnly; SameSite=Lax"],
    scripts: [{ src: "/a.js", integrity: true }],
    headers: toHeaders(most),
  });
  expect(best.score).toBe(165);
});

test("bonuses count only where at least 90 points are left", () => {
  const { "Referrer-Policy": _left, ...rest } = baseline;
  const short = { ...rest, "Strict-Transport-Security": "max-age=300" };
  expect(scoreHeaders({ ...site, ...live, headers: toHeaders(short) }).score).toBe(115);
  const sniffed = { ...short, "X-Content-Type-Options": "no" };
  expect(scoreHeaders({ ...site, ...live, headers: toHeaders(sniffed) }).score).toBe(85);
});

test("leaks cost 5 points each, at most 20, and a score is never below 0", () => {
  const leaky = {
    Server: "a",
    Via: "b",
    "X-Powered-By": "c",
    "X-Generator": "d",
    "X-Envoy-Upstream-Service-Time": "1",
  };
  expect(scoreHeaders({ ...site, headers: toHeaders(leaky) })).toMatchObject({ leakage: 20 });
  expect(
    scoreHeaders({ ...site, https: "none", headers: toHeaders(leaky), cookies: ["session=1"] }).score,
  ).toBe(0);
});

test("scoreHeaders() never throws and stays between 0 and 165, whatever a server sends", () => {
  const names = fc.constantFrom(
    "content-security-policy",
    "strict-transport-security",
    "referrer-policy",
    "server",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string())), fc.array(fc.string()), (headers, cookies) => {
      const { score } = scoreHeaders({ ...site, headers, cookies });
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(165);
    }),
  );
});
