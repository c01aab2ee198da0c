import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { toWorkload } from "../../../stacks/settings/workload";
import { configWith } from "../../support/environment";

const waf = `waf: { mode: block, image: "registry.example.org/waf@sha256:${"a".repeat(64)}" }`;
const placed = (edge: string, traffic = "{ hosts: [app.example.org] }") => {
  const config = configWith({ edge, traffic });
  return {
    route: toSettings(config, parseStackName("prod")).traffic.headers,
    pods: toWorkload(config).waf?.headers,
  };
};
const nginx = "{ hosts: [app.example.org], router: nginx }";
const theirs = "{ hosts: [app.example.org], from: { object: shop } }";

test.each(["{}", `{ ${waf} }`])("with %s nobody sets headers", (edge) => {
  expect(placed(edge)).toEqual({ route: undefined, pods: undefined });
});

test.each<[string, string, string | undefined, "route" | "pods"]>([
  ["the router sets them where it can", `{ ${waf}, headers: {} }`, undefined, "route"],
  ["the firewall where somebody wants it", `{ ${waf}, headers: { at: pods } }`, undefined, "pods"],
  ["the firewall where the router cannot", `{ ${waf}, headers: {} }`, nginx, "pods"],
  ["the firewall where the route is another owner's", `{ ${waf}, headers: {} }`, theirs, "pods"],
])("%s", (_name, edge, traffic, place) => {
  const set = { "Strict-Transport-Security": "max-age=300", "X-Content-Type-Options": "nosniff" };
  const { [place]: there, ...others } = placed(edge, traffic);
  expect(there).toMatchObject({ set, remove: expect.arrayContaining(["Server", "X-Powered-By"]) });
  expect(Object.values(others)).toEqual([undefined]);
});

test("everything that is set reaches the route", () => {
  const headers =
    "{ hsts: year, csp: { policy: \"default-src 'self'\", trial: \"default-src 'none'\", reportTo: /csp }, cors: { origin: 'https://a.example.org', credentials: true }, set: { Integrity-Policy: 'blocked-destinations=(script)' }, omit: [Referrer-Policy], remove: [Via] }";
  const { route } = placed(`{ headers: ${headers} }`);
  expect(route?.remove).toEqual(["Via"]);
  expect(route?.set).toMatchObject({
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'self'; report-uri /csp",
    "Content-Security-Policy-Report-Only": "default-src 'none'; report-uri /csp",
    "Access-Control-Allow-Origin": "https://a.example.org",
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Max-Age": "600",
    "Integrity-Policy": "blocked-destinations=(script)",
  });
  expect(route?.set).not.toHaveProperty("Referrer-Policy");
});

test("a firewall lets reports of violations through", () => {
  const types = (headers: string) =>
    toWorkload(configWith({ edge: `{ ${waf}, headers: ${headers} }` })).waf?.contentTypes;
  expect(types("{ csp: { reportTo: /csp } }")).toContain("application/csp-report");
  expect(types("{}")).not.toContain("application/csp-report");
});

const many = Array.from({ length: 9 }, (_, at) => `X-H${at}: a`).join(", ");

test.each<[string, string, string | undefined, string]>([
  [
    "a step that is none",
    "{ headers: { hsts: soon } }",
    undefined,
    'edge.headers.hsts must be "off" or "minutes"',
  ],
  [
    "a nonce",
    "{ headers: { csp: { policy: \"script-src 'nonce-abc'\" } } }",
    undefined,
    "edge.headers.csp.policy must be without a nonce",
  ],
  [
    "a place for reports in a policy",
    "{ headers: { csp: { trial: \"default-src 'none'; Report-URI /x\" } } }",
    undefined,
    "csp.trial must leave report-uri to reportTo",
  ],
  [
    "two lines",
    '{ headers: { set: { A: "a\\nb" } } }',
    undefined,
    "edge.headers.set.A must be a text on one line",
  ],
  [
    "a variable of nginx",
    "{ headers: { set: { A: $host } } }",
    undefined,
    "edge.headers.set.A must be a text on one",
  ],
  [
    "a name that is none",
    "{ headers: { set: { 'A B': a } } }",
    undefined,
    "be a mapping of names of headers to texts",
  ],
  [
    "what has a key of its own",
    "{ headers: { set: { strict-transport-security: a } } }",
    undefined,
    "edge.headers.set.strict-transport-security must be left out: hsts, csp and cors say it",
  ],
  [
    "everybody with cookies",
    "{ headers: { cors: { origin: '*', credentials: true } } }",
    undefined,
    'edge.headers.cors.credentials must be false with origin "*"',
  ],
  [
    "no origin",
    "{ headers: { cors: { origin: shop } } }",
    undefined,
    "cors.origin must be an origin such as",
  ],
  [
    "more than a filter takes",
    `{ headers: { set: { ${many} } } }`,
    undefined,
    'edge.headers must set at most 15 headers on a route of router "gateway"',
  ],
  ["a router that cannot", "{ headers: {} }", nginx, "edge.headers must have a firewall (edge.waf)"],
  ["a route of another owner", "{ headers: {} }", theirs, "edge.headers must have a firewall (edge.waf)"],
  [
    "pods without a firewall",
    "{ headers: { at: pods } }",
    undefined,
    "edge.headers must have a firewall (edge.waf)",
  ],
  [
    "a route that cannot",
    `{ ${waf}, headers: { at: route } }`,
    nginx,
    'edge.headers.at must be "pods", with a firewall (edge.waf)',
  ],
  [
    "headers at another place",
    "{ cors: {} }",
    undefined,
    "edge.cors must be said by sluice:edge.headers.cors",
  ],
])("sluice:edge.headers refuses %s", (_name, edge, traffic, says) => {
  expect(() => placed(edge, traffic)).toThrow(says);
});
