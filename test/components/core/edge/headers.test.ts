import { hstsStepNames, hstsSteps, renderHeaders } from "../../../../components/core/edge/headers";
import type { HeadersSpec, ResponseHeaders } from "../../../../components/core/edge/headers";
import { explainHeaders } from "../../../../components/core/edge/explain-headers";
import { renderNginx } from "../../../../components/core/edge/render-nginx";
import { renderNginxHeaders } from "../../../../components/core/edge/render-nginx-headers";
import { scoreHeaders } from "../../../../policies/headers/observatory/score";
import { wafSpec } from "../../../support/waf-spec";
import { toHeaders } from "../../../../policies/headers/header";

const spec = (parts: Partial<HeadersSpec> = {}): HeadersSpec => ({
  hsts: "subdomains",
  csp: {},
  set: {},
  omit: [],
  remove: ["Server"],
  ...parts,
});

const policy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

test("without a word the usual set is sent, and the policy is left to the app", () => {
  const { set, remove } = renderHeaders(spec());
  expect(Object.keys(set)).toEqual([
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "X-Permitted-Cross-Domain-Policies",
  ]);
  expect(remove).toEqual(["Server"]);
});

test("with a policy the set alone scores A+", () => {
  const { set } = renderHeaders(spec({ csp: { policy } }));
  expect(
    scoreHeaders({ headers: toHeaders(set), host: "shop.example.org", https: "verified" }),
  ).toMatchObject({
    grade: "A+",
    leaks: [],
  });
});

test("each step of HSTS binds browsers for longer than the one before, the first not at all", () => {
  const seconds = hstsStepNames.map((step) => Number(/\d+/.exec(hstsSteps[step] ?? "")?.[0] ?? 0));
  expect(seconds).toEqual([0, 300, 86_400, 604_800, 31_536_000, 63_072_000, 63_072_000]);
  expect(renderHeaders(spec({ hsts: "off" })).set).not.toHaveProperty("Strict-Transport-Security");
  expect(renderHeaders(spec({ hsts: "preload" })).set).toMatchObject({
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
  });
});

test("a policy on trial stands beside the one in force, and both name the place for reports", () => {
  const { set } = renderHeaders(spec({ csp: { policy, trial: "default-src 'none'", reportTo: "/csp" } }));
  expect(set).toMatchObject({
    "Content-Security-Policy": `${policy}; report-uri /csp`,
    "Content-Security-Policy-Report-Only": "default-src 'none'; report-uri /csp",
  });
});

test("what is said takes the place of what is usual, whatever the case of its letters", () => {
  const { set, remove } = renderHeaders(
    spec({ set: { "x-frame-options": "SAMEORIGIN", Server: "us" }, omit: ["referrer-policy"] }),
  );
  expect(set).toMatchObject({ "x-frame-options": "SAMEORIGIN", Server: "us" });
  expect(Object.keys(set)).not.toEqual(expect.arrayContaining(["X-Frame-Options"]));
  expect(set).not.toHaveProperty("Referrer-Policy");
  expect(remove).toEqual([]);
});

test.each([
  [
    { headers: ["X-Token"], expose: ["ETag"], credentials: true },
    {
      "Access-Control-Allow-Headers": "X-Token",
      "Access-Control-Expose-Headers": "ETag",
      "Access-Control-Allow-Credentials": "true",
    },
  ],
  [{ headers: [], expose: [], credentials: false }, {}],
])("answers are shared with one origin: %j", (parts, more) => {
  const cors = { origin: "https://a.example.org", methods: ["GET", "PUT"], maxAgeSeconds: 60, ...parts };
  const { set } = renderHeaders(spec({ cors }));
  expect(Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith("Access-")))).toEqual({
    "Access-Control-Allow-Origin": "https://a.example.org",
    "Access-Control-Allow-Methods": "GET, PUT",
    "Access-Control-Max-Age": "60",
    ...more,
  });
});

test("nginx hides what the app sends under each name, and quotes what it sends itself", () => {
  expect(renderNginxHeaders({ set: { "Reporting-Endpoints": 'csp="/csp"' }, remove: ["Server"] })).toEqual([
    'proxy_hide_header "Reporting-Endpoints";',
    'proxy_hide_header "Server";',
    String.raw`add_header "Reporting-Endpoints" "csp=\"/csp\"" always;`,
  ]);
  expect(renderNginxHeaders()).toEqual([]);
});

test("the firewall's nginx sets them for the app's answers, and passes no header that it takes out", () => {
  const headers = { set: { "X-A": "b" }, remove: ["server", "date"] };
  const text = renderNginx(wafSpec({ headers }), 8080);
  expect(text).toContain('    add_header "X-A" "b" always;\n');
  expect(text).not.toContain("proxy_pass_header Date;");
  expect(renderNginx(wafSpec(), 8080)).toContain("proxy_pass_header Date;");
});

test.each<[string, ResponseHeaders | undefined, string]>([
  ["the app says", undefined, 'more_set_headers "Server: $upstream_http_server";'],
  ["nobody says", { set: {}, remove: ["server"] }, "more_clear_headers Server;"],
  ["the configuration says", { set: { Server: "us" }, remove: [] }, "more_clear_headers Server;"],
])("the firewall's nginx never names itself: %s which software answers", (_name, headers, line) => {
  expect(renderNginx(wafSpec(headers === undefined ? {} : { headers }), 8080)).toContain(`    ${line}\n`);
});

test.each([
  [
    "the route",
    { route: { set: { A: "b", C: "d" }, remove: ["Server"] }, pods: undefined },
    'the route of router "gateway" sets 2 headers of answers and takes 1 out',
  ],
  [
    "the pods",
    { route: undefined, pods: { set: { A: "b" }, remove: [] } },
    "the firewall in the pods sets 1 headers of answers and takes 0 out; a change of them is a release",
  ],
])("a preview says that they are set by %s", (_name, places, sentence) => {
  expect(explainHeaders(places, "gateway")).toContain(sentence);
  expect(explainHeaders({ route: undefined, pods: undefined }, "gateway")).toBeUndefined();
});

test.each(["$host", "a\nb", "a\\", "ä"])("%j would mean something to nginx, and is refused", (value) => {
  expect(() => renderNginxHeaders({ set: { A: value }, remove: [] })).toThrow("Cannot render");
});
