import fc from "fast-check";
import { allowsInline, isNonceLiteral } from "../../../../policies/headers/csp/inline";
import { parseCsp } from "../../../../policies/headers/csp/parse-csp";
import { effectiveSources, sourcesOf } from "../../../../policies/headers/csp/sources";

test.each([
  ["the directive itself", "script-src a.example; default-src 'none'", "script-src", ["a.example"]],
  ["default-src where it is absent", "default-src 'self'", "script-src", ["'self'"]],
  ["script-src for script-src-elem", "script-src 'self'; default-src *", "script-src-elem", ["'self'"]],
  ["nothing for 'none'", "default-src 'none'", "img-src", []],
  ["no fallback for base-uri", "default-src 'none'", "base-uri", undefined],
])("sourcesOf() takes %s", (_name, text, directive, sources) => {
  const [policy] = parseCsp([text]);
  expect(policy && sourcesOf(policy, directive)).toEqual(sources);
});

test.each([
  ["common sources", ["script-src 'self' a.example", "script-src 'self'"], ["'self'"]],
  ["a host under a scheme", ["script-src https:", "script-src https://a.example"], ["https://a.example"]],
  ["a host under a wildcard", ["script-src *.example.org", "script-src a.example.org"], ["a.example.org"]],
  ["a host under *", ["script-src *", "script-src a.example"], ["a.example"]],
  ["the site itself under *", ["script-src *", "script-src 'self'"], ["'self'"]],
  ["no data: under *", ["script-src *", "script-src data:"], []],
  ["no keyword under *", ["script-src *", "script-src 'unsafe-inline'"], []],
  ["nothing in common", ["script-src a.example", "script-src b.example"], []],
  ["no restriction by the other", ["img-src 'self'", "script-src a.example"], ["a.example"]],
])("effectiveSources() of two policies: %s", (_name, texts, sources) => {
  expect(effectiveSources(parseCsp(texts), "script-src")).toEqual(sources);
});

test("a nonce keeps its case, keywords and hosts do not", () => {
  const [policy] = parseCsp(["Script-Src 'NONCE-aBc' 'SELF' CDN.example /Path"]);
  expect(policy?.directives.get("script-src")).toEqual(["'nonce-aBc'", "'self'", "cdn.example", "/Path"]);
});

test.each([
  ["'nonce-abc'", true],
  ["'nonce-{random}'", false],
  ["'nonce-$request_id'", false],
  ["'sha256-abc'", false],
  ["'self'", false],
])("isNonceLiteral(%s) is %s", (source, literal) => {
  expect(isNonceLiteral(source)).toBe(literal);
});

test("one more policy never allows more", () => {
  const source = fc.constantFrom(
    "'self'",
    "'unsafe-inline'",
    "*",
    "https:",
    "a.example",
    "https://a.example",
    "data:",
  );
  const policy = fc.array(source, { minLength: 1 }).map((list) => `script-src ${list.join(" ")}`);
  fc.assert(
    fc.property(policy, policy, (first, second) => {
      const both = effectiveSources(parseCsp([first, second]), "script-src") ?? [];
      const one = effectiveSources(parseCsp([first]), "script-src") ?? [];
      expect(allowsInline(both) && !allowsInline(one)).toBe(false);
      expect(both.length === 0 || one.length > 0).toBe(true);
    }),
  );
});
