import { toHeaders } from "../../../../policies/headers/header";
import type { ItemId } from "../../../../policies/headers/observatory/item-score";
import type { Observation } from "../../../../policies/headers/observatory/observation";
import { scoreHeaders } from "../../../../policies/headers/observatory/score";

const site: Observation = { headers: [], host: "app.example.org", https: "verified" };

const points = (item: ItemId, more: Partial<Observation>): number | undefined =>
  scoreHeaders({ ...site, ...more }).items.find((one) => one.item === item)?.modifier;

const hsts = toHeaders({ "Strict-Transport-Security": "max-age=63072000" });

test.each([
  ["none", [], [], 0],
  ["all good", ["session=1; Secure; HttpOnly; SameSite=Lax"], [], 5],
  ["no SameSite", ["session=1; Secure; HttpOnly"], [], 0],
  ["not Secure, with HSTS", ["theme=dark"], hsts, -5],
  ["session not Secure, with HSTS", ["session=1; HttpOnly"], hsts, -10],
  ["not Secure", ["theme=dark"], [], -20],
  ["an unknown SameSite", ["theme=dark; Secure; SameSite=maybe"], [], -20],
  ["SameSite=None without Secure", ["theme=dark; SameSite=None"], hsts, -20],
  ["a request forgery token without SameSite", ["csrf=1; Secure"], [], -20],
  ["session without HttpOnly", ["login=1; Secure; SameSite=Lax"], [], -30],
  ["session not Secure, without HSTS", ["session=1; HttpOnly; SameSite=Lax"], [], -40],
  ["the worst of two", ["theme=dark", "session=1; HttpOnly"], [], -40],
])("cookies: %s", (_name, cookies, headers, modifier) => {
  expect(points("cookies", { cookies, headers })).toBe(modifier);
});

const origin = "https://foreign.example";
test.each([
  ["none", { origin }, 0],
  ["everybody", { origin, allowOrigin: "*", allowCredentials: "true" }, 0],
  ["a named origin", { origin, allowOrigin: "https://a.example", allowCredentials: "true" }, 0],
  ["whoever asks, without credentials", { origin, allowOrigin: origin }, 0],
  ["whoever asks, with credentials", { origin, allowOrigin: origin, allowCredentials: "true" }, -50],
])("sharing with %s", (_name, cors, modifier) => {
  expect(points("cross-origin-resource-sharing", { cors })).toBe(modifier);
});

test.each([
  ["no HTML", "not-html" as const, 0],
  ["no scripts", [], 0],
  ["own scripts", [{ src: "/a.js", integrity: false }], 0],
  ["own scripts with a hash", [{ src: "/a.js", integrity: true }], 5],
  ["a foreign script with a hash", [{ src: "https://cdn.example/a.js", integrity: true }], 5],
  ["a script of a sister host", [{ src: "https://static.example.org/a.js", integrity: false }], 0],
  ["a foreign script without a hash", [{ src: "https://cdn.example/a.js", integrity: false }], -5],
  ["a foreign script over http: with a hash", [{ src: "http://cdn.example/a.js", integrity: true }], -20],
  ["a foreign script without scheme or hash", [{ src: "//cdn.example/a.js", integrity: false }], -50],
])("scripts: %s", (_name, scripts, modifier) => {
  expect(points("subresource-integrity", { scripts })).toBe(modifier);
});
