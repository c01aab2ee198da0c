import { headersRequired } from "../../../policies/headers/headers-required";
import { messagesOf, runPolicy } from "../pack/run-policy";
import { goodHeaders, httpRoute, modifier, object, ruleWith, without } from "./routes";

const check = async (headers: Record<string, string>, config: Record<string, unknown> = {}) =>
  await messagesOf(headersRequired, httpRoute(ruleWith(headers)), config);

test("a route that sends every header safely passes", async () => {
  expect(await check(goodHeaders)).toEqual([]);
});

test("a route without headers gives a finding per header, each with resource, path, rule and fix", async () => {
  const messages = await messagesOf(headersRequired, httpRoute({ backendRefs: [] }));
  expect(messages).toHaveLength(9);
  expect(messages).toContain(
    'Cannot deploy "HTTPRoute prod/shop": spec.rules[0]: response header X-Content-Type-Options must be sent\n  → set X-Content-Type-Options: nosniff on the route, or declare under "owned" that the application sends it',
  );
});

test("a wrong value is shown with the place that sets it", async () => {
  const headers = { ...goodHeaders, "Referrer-Policy": "unsafe-url" };
  expect(await check(headers)).toEqual([
    'Cannot deploy "HTTPRoute prod/shop": spec.rules[0].filters[0].responseHeaderModifier.set[3] must be one of no-referrer, same-origin, strict-origin, strict-origin-when-cross-origin: got unsafe-url\n  → set it to "no-referrer"',
  ]);
});

test.each([
  ["X-Content-Type-Options", "sniff", 'be "nosniff"'],
  ["Cross-Origin-Opener-Policy", "unsafe-none", 'be "same-origin", "same-origin-allow-popups" or'],
  ["Cross-Origin-Resource-Policy", "cross-origin", 'be "same-origin" or "same-site"'],
  ["Permissions-Policy", "camera=*", "give none of them to every site"],
  [
    "Permissions-Policy",
    'camera=(), geolocation=(self "https://a.example" *)',
    "give none of them to every site",
  ],
  ["X-Permitted-Cross-Domain-Policies", "all", 'be "none"'],
  ["X-XSS-Protection", "1; mode=block", "not be sent any more"],
  ["Expect-CT", "max-age=1", "not be sent any more"],
  ["Strict-Transport-Security", "max-age=soon", "be readable"],
  [
    "Strict-Transport-Security",
    "max-age=63072000; includeSubDomains, max-age=63072000; includeSubDomains",
    "be readable",
  ],
  ["Strict-Transport-Security", "max-age=300; includeSubDomains", "max-age of at least 31536000 s"],
  ["Strict-Transport-Security", "max-age=63072000", "have includeSubDomains"],
  ["Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload", "not have preload unless"],
])("%s: %s must %s", async (name, value, rule) => {
  const messages = await check({ ...goodHeaders, [name]: value });
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(rule);
});

test.each([
  ["Cross-Origin-Opener-Policy", "noopener-allow-popups"],
  ["Permissions-Policy", 'camera=(), geolocation=(self "https://*.example.org")'],
])("%s: %s is taken", async (name, value) => {
  expect(await check({ ...goodHeaders, [name]: value })).toEqual([]);
});

const csp = (rest: string) =>
  `base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; ${rest}`;

test.each([
  ["a nonce", csp("script-src 'nonce-{random}'"), []],
  ["a hash", csp("script-src 'sha256-AAAA'"), []],
  ["'unsafe-inline' that a nonce switches off", csp("script-src 'nonce-{random}' 'unsafe-inline'"), []],
  ["'unsafe-inline'", csp("script-src 'self' 'unsafe-inline'"), ["not allow 'unsafe-inline' for scripts"]],
  ["hosts only", csp("script-src 'self' cdn.example"), ["let scripts run by nonce or hash only, or none"]],
  [
    "'unsafe-eval'",
    csp("script-src 'nonce-{random}' 'unsafe-eval'"),
    ["not allow 'unsafe-eval' for scripts"],
  ],
  ["a directive twice", csp("script-src 'none'; img-src a; img-src b"), ["have each directive once"]],
  ["any host", csp("script-src 'nonce-{random}' https:"), ["restrict script-src to named sources"]],
  [
    "any host with a port",
    csp("script-src 'nonce-{random}' https://*:443"),
    ["restrict script-src to named"],
  ],
  [
    "inline code in elements of scripts alone",
    csp("script-src 'none'; script-src-elem 'unsafe-inline'"),
    ["not allow 'unsafe-inline' for scripts"],
  ],
  [
    "inline code in handlers alone",
    csp("script-src 'nonce-{random}'; script-src-attr 'unsafe-inline'"),
    ["not allow 'unsafe-inline' for scripts"],
  ],
  ["no handlers", csp("script-src 'nonce-{random}'; script-src-attr 'none'"), []],
  [
    "any host in elements of scripts alone",
    csp("script-src 'nonce-{random}'; script-src-elem *"),
    ["restrict script-src to named sources", "let scripts run by nonce or hash only"],
  ],
  [
    "elements of scripts in a policy of two, of which the other has none",
    `${csp("script-src 'none'")}, script-src-elem 'unsafe-inline'`,
    [],
  ],
  [
    "frames of everybody",
    "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors https:",
    ["restrict frame-ancestors to named sites", "X-Frame-Options must be sent"],
  ],
  [
    "forms that go anywhere",
    "script-src 'none'; object-src 'none'; base-uri 'none'; form-action *; frame-ancestors 'none'",
    ["restrict form-action to named sites"],
  ],
  ["nothing", ";", ["have a directive", "X-Frame-Options must be sent"]],
  [
    "no directive that stands alone",
    "default-src 'none'",
    [
      "have base-uri 'none' or 'self'",
      "have form-action",
      "have frame-ancestors",
      "X-Frame-Options must be sent",
    ],
  ],
  [
    "scripts only",
    "script-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    ["have object-src 'none'"],
  ],
])("a policy with %s", async (_name, value, rules) => {
  const messages = await check({ ...goodHeaders, "Content-Security-Policy": value });
  for (const rule of rules) expect(messages.join("\n")).toContain(rule);
  expect(messages).toHaveLength(rules.length);
});

test("csp: floor allows the site's own and named hosts", async () => {
  const headers = { ...goodHeaders, "Content-Security-Policy": csp("script-src 'self' cdn.example") };
  expect(await check(headers, { csp: "floor" })).toEqual([]);
  headers["Content-Security-Policy"] = csp("script-src 'self' 'unsafe-inline'");
  expect(await check(headers, { csp: "floor" })).toHaveLength(1);
});

test("two policies intersect: one that forbids what the other allows makes both safe", async () => {
  const filter = modifier(goodHeaders);
  const loose = { name: "Content-Security-Policy", value: "script-src 'unsafe-inline' *" };
  const both = {
    ...filter,
    responseHeaderModifier: { ...filter.responseHeaderModifier, add: [loose] },
  };
  expect(await messagesOf(headersRequired, httpRoute({ filters: [both] }))).toEqual([]);
});

test("what the application is declared to send counts, for the routes it is declared for", async () => {
  const route = httpRoute(ruleWith(without("Content-Security-Policy")));
  const headers = { "Content-Security-Policy": csp("script-src 'nonce-{random}'") };
  const forThis = { owned: [{ route: "prod/*", headers }] };
  expect(await messagesOf(headersRequired, route, forThis)).toEqual([]);
  expect(
    await messagesOf(headersRequired, route, { owned: [{ route: "shop.example.org", headers }] }),
  ).toEqual([]);
  expect(
    await messagesOf(headersRequired, route, { owned: [{ route: "prod/other", headers }] }),
  ).toHaveLength(2);
});

test("rules with the same problem are named in one finding", async () => {
  const short = ruleWith(without("X-Content-Type-Options"));
  const messages = await messagesOf(headersRequired, httpRoute(short, ruleWith(goodHeaders), short));
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(
    "spec.rules[0], spec.rules[2]: response header X-Content-Type-Options must be sent",
  );
});

test("a header that one backend sends is missing on the way through the other", async () => {
  const backend = (name: string, ...filters: unknown[]) => ({ name, port: 80, filters });
  const rule = {
    filters: [modifier(without("Referrer-Policy"))],
    backendRefs: [backend("stable"), backend("canary", modifier({ "Referrer-Policy": "no-referrer" }))],
  };
  const messages = await messagesOf(headersRequired, httpRoute(rule));
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain("spec.rules[0].backendRefs[0]: response header Referrer-Policy");
});

test("probe rules and redirections need no page's headers; a preloaded domain's redirections need HSTS", async () => {
  const probe = { matches: [{ headers: [{ name: "X-Sluice-Probe", value: "k-stable" }] }] };
  const redirect = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };
  expect(await messagesOf(headersRequired, httpRoute(probe, redirect))).toEqual([]);
  const messages = await messagesOf(headersRequired, httpRoute(redirect), { hstsPreload: true });
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain("Strict-Transport-Security must be sent");
});

test("hstsPreload demands preload and a year", async () => {
  const sent = { ...goodHeaders, "Strict-Transport-Security": "max-age=86400; includeSubDomains" };
  const messages = await check(sent, { hstsPreload: true, hstsMinSeconds: 0 });
  expect(messages).toHaveLength(2);
  expect(messages.join("\n")).toMatch(/at least 31536000 s[\s\S]*have preload, as configured/);
});

test("omit and embedder change what is demanded", async () => {
  expect(await check(without("Permissions-Policy"), { omit: ["Permissions-Policy"] })).toEqual([]);
  expect(await check(goodHeaders, { embedder: true })).toHaveLength(1);
});

test("Sluice's probe rules of a VirtualService are no way of users' answers", async () => {
  const probe = { match: [{ headers: { "x-sluice-probe": { exact: "t-canary" } } }], route: [] };
  const users = { match: [{ headers: { a: { exact: "b" } } }], redirect: {} };
  const route = object("networking.istio.io/v1", "VirtualService", "shop", {
    spec: { hosts: ["shop.example.org"], http: [probe, users] },
  });
  expect(await messagesOf(headersRequired, route)).toEqual([]);
});

test("a VirtualService is read as well, a destination's headers before its route's", async () => {
  const service = (set: Record<string, string>) =>
    object("networking.istio.io/v1", "VirtualService", "shop", {
      spec: {
        hosts: ["shop.example.org"],
        http: [
          {
            route: [{ destination: { host: "shop" }, headers: { response: { set } } }],
            headers: { response: { set: without("Referrer-Policy") } },
          },
          { redirect: { authority: "shop.example.org" } },
        ],
      },
    });
  expect(await messagesOf(headersRequired, service({ "Referrer-Policy": "no-referrer" }))).toEqual([]);
  expect(await messagesOf(headersRequired, service({ "Referrer-Policy": "origin" }))).toEqual([
    expect.stringContaining("spec.http[0].route[0].headers.response.set[0] must be one of no-referrer"),
  ]);
});

test("rules that are not known yet advise in a preview", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "shop", { spec: { rules: unknown } });
  const [violation, ...more] = await runPolicy(headersRequired, route);
  expect(more).toEqual([]);
  expect(violation).toMatchObject({ enforcementLevel: "advisory" });
  expect(violation?.message).toContain("spec.rules must be known");
});

test("other kinds are none of its business", async () => {
  expect(await messagesOf(headersRequired, object("v1", "Service", "shop", { spec: {} }))).toEqual([]);
});
