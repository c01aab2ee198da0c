import { toWaf } from "../../../stacks/settings/edge";
import { parseStackName } from "../../../stacks/name";
import { toRenderRequest } from "../../../stacks/settings/rendered";
import { toSettings } from "../../../stacks/settings/settings";
import { toWorkload } from "../../../stacks/settings/workload";
import { configWith } from "../../support/environment";
import { wafSpec } from "../../support/waf-spec";

const image = `registry.example.org/waf@sha256:${"a".repeat(64)}`;
const waf = (more = "", mode = "block"): string => `{ waf: { mode: ${mode}, image: "${image}"${more} } }`;
const specOf = (edge: string) => toWorkload(configWith({ edge })).waf;
const metricsOf = (edge: string, analysis?: string) =>
  toSettings(configWith({ edge, ...(analysis === undefined ? {} : { analysis }) }), parseStackName("prod"))
    .analysis.metrics;

test("a mode and an image are enough: the rest has defaults", () => {
  expect(specOf(waf())).toEqual(wafSpec());
});

test("everything that is set reaches the pods", () => {
  const more =
    ", port: 9000, metricsPort: 9001, paranoia: { block: 2, detect: 3 }, threshold: 10, bodyLimit: 2Mi, methods: [GET], contentTypes: [text/plain], onFailure: open, trustedProxies: [10.0.0.0/8, 'fd00::/8'], monitoring: [{ paths: [/m], from: [10.1.2.3] }], exclusions: [{ rule: 942100, path: /a/*, target: 'ARGS:q', owner: shop, expires: '2027-01-31' }, { rule: 920350, owner: shop, expires: '2027-01-31' }], rateLimit: { perSecond: 50 }, resources: { requests: { cpu: 1 }, limits: {} }";
  expect(specOf(waf(more, "detect"))).toEqual({
    mode: "detect",
    image,
    port: 9000,
    metricsPort: 9001,
    paranoia: { block: 2, detect: 3 },
    threshold: 10,
    bodyLimitBytes: 2 * 1024 ** 2,
    methods: ["GET"],
    contentTypes: ["text/plain"],
    onFailure: "open",
    trustedProxies: ["10.0.0.0/8", "fd00::/8"],
    monitoring: [{ paths: ["/m"], from: ["10.1.2.3"] }],
    exclusions: [
      { rule: 942100, path: "/a/*", target: "ARGS:q", owner: "shop", expires: "2027-01-31" },
      { rule: 920350, owner: "shop", expires: "2027-01-31" },
    ],
    rateLimit: { perSecond: 50, burst: 20 },
    resources: { requests: { cpu: "1" }, limits: {} },
  });
});

test.each(["{}", waf("", "off")])("with %s there is no firewall, and nothing of it is judged", (edge) => {
  expect(specOf(edge)).toBeUndefined();
  expect(metricsOf(edge)).toEqual([]);
});

test.each(["block", "detect"])(
  "in mode %s the refused requests are judged, unless someone says otherwise",
  (mode) => {
    const metric = { kind: "events", name: "waf", toleratedRatio: 2 };
    expect(metricsOf(waf("", mode))).toMatchObject([
      { ...metric, query: 'sluice_waf_decisions_total{namespace="{{namespace}}"}' },
    ]);
    expect(metricsOf(waf(", judged: false", mode))).toEqual([]);
    const own =
      "{ prometheus: 'http://p', metrics: [{ name: waf, kind: events, toleratedRatio: 5, query: x_total }] }";
    expect(metricsOf(waf("", mode), own)).toMatchObject([{ ...metric, toleratedRatio: 5, query: "x_total" }]);
  },
);

const counters = "{ stable: 'x_total{app=\"{{app}}\"}', canary: y_total }";

test("a firewall in front is judged by a query for each track; nothing is put into the pods", () => {
  const edge = `{ waf: { mode: external, blocked: ${counters} } }`;
  expect(specOf(edge)).toBeUndefined();
  const queries = { stable: 'x_total{app="{{app}}"}', canary: "y_total" };
  expect(metricsOf(edge)).toEqual([{ kind: "events", name: "waf", toleratedRatio: 2, queries }]);
  expect(metricsOf(edge.replace("external", "external, judged: false"))).toEqual([]);
});

const exclusion = (text: string) => waf(`, exclusions: [{ owner: a, expires: '2027-01-31', ${text} }]`);

test.each<[string, string, string]>([
  ["a mode", waf("", "on"), 'edge.waf.mode must be "off" or "detect" or "block" or "external"'],
  ["no image", "{ waf: { mode: detect } }", "edge.waf.image must be given with mode detect and block"],
  [
    "no counters",
    "{ waf: { mode: external } }",
    "edge.waf.blocked must be given with mode external, and with no other one",
  ],
  [
    "counters that nothing counts by",
    waf(`, blocked: ${counters}`),
    "edge.waf.blocked must be given with mode external, and with no other one",
  ],
  [
    "one counter",
    "{ waf: { mode: external, blocked: { stable: x_total } } }",
    "edge.waf.blocked.canary must be a selector of a counter",
  ],
  [
    "a rate",
    "{ waf: { mode: external, blocked: { stable: 'rate(x_total[1m])', canary: y_total } } }",
    "edge.waf.blocked.stable must be a selector of a counter, without functions",
  ],
  [
    "a placeholder that means nothing",
    "{ waf: { mode: external, blocked: { stable: 'x_total{a=\"{{b}}\"}', canary: y_total } } }",
    "edge.waf.blocked.stable must use no other placeholders than {{namespace}} and {{app}}",
  ],
  ["a tag", "{ waf: { mode: block, image: waf:1 } }", "edge.waf.image must end in a digest"],
  [
    "levels the wrong way round",
    waf(", paranoia: { block: 3, detect: 2 }"),
    "paranoia.detect must be at least paranoia.block (3)",
  ],
  ["a body limit of nothing", waf(", bodyLimit: 1"), "edge.waf.bodyLimit must be from 1Ki to 64Mi"],
  ["half a byte", waf(", bodyLimit: 2048500m"), "edge.waf.bodyLimit must be from 1Ki to 64Mi"],
  ["a body limit of the disk", waf(", bodyLimit: 1Gi"), "edge.waf.bodyLimit must be from 1Ki to 64Mi"],
  ["one port for both", waf(", metricsPort: 8880"), "edge.waf.metricsPort must be another one than port"],
  ["the app's port", waf(", port: 8080"), "edge.waf.port must be another one than the app's own ports"],
  [
    "the app's metrics",
    waf(", metricsPort: 9090"),
    "edge.waf.metricsPort must be another one than the app's own",
  ],
  [
    "a rule of its own engine",
    exclusion("rule: 949110"),
    "rule must be a whole number from 911000 to 944999",
  ],
  ["a path with a quote", exclusion("rule: 942100, path: '/a\"'"), "path must be a path of letters"],
  ["a path with a macro", exclusion("rule: 942100, path: '/%{tx.a}'"), "path must be a path of letters"],
  ["a star inside", exclusion("rule: 942100, path: '/a*/b'"), "path must be a path of letters"],
  [
    "a target with an action",
    exclusion("rule: 942100, target: 'ARGS:q,allow'"),
    "target must be a part of requests",
  ],
  [
    "no day",
    waf(", exclusions: [{ rule: 942100, owner: a, expires: soon }]"),
    "expires must be a day such as",
  ],
  [
    "a month that is none",
    waf(", exclusions: [{ rule: 942100, owner: a, expires: '2027-13-01' }]"),
    "expires must be a day",
  ],
  [
    "a day that is none",
    waf(", exclusions: [{ rule: 942100, owner: a, expires: '2027-02-30' }]"),
    "expires must be a day",
  ],
  [
    "nobody's exclusion",
    waf(", exclusions: [{ rule: 942100, expires: '2027-01-31' }]"),
    "owner must be a name",
  ],
  ["monitoring by path alone", waf(", monitoring: [{ paths: [/m] }]"), "from must be a list of addresses"],
  [
    "monitoring by address alone",
    waf(", monitoring: [{ from: [10.0.0.1] }]"),
    "paths must be a list of paths",
  ],
  ["an address that is none", waf(", trustedProxies: [10.0.0.300]"), "must be an address or a range"],
  [
    "one rate limit for all users",
    waf(", rateLimit: { perSecond: 50 }"),
    "edge.waf.trustedProxies must name the router's addresses with rateLimit, else all users share one limit",
  ],
  ["a method in small letters", waf(", methods: [get]"), "methods[0] must be a method in capitals"],
  ["a type with parameters", waf(", contentTypes: ['text/html; a=b']"), "must be a media type in lower case"],
  ["what is not there yet", "{ cors: {} }", "edge.cors must be said by sluice:edge.headers.cors"],
])("sluice:edge refuses %s", (_name, edge, says) => {
  expect(() => configWith({ edge })).toThrow(says);
});

test.each<[string, Record<string, string>, string]>([
  [
    "a running service that is taken over",
    { app: "{ name: shop, adopt: shop, from: { manifest: k8s/ } }" },
    "edge.waf must be left out with app.adopt",
  ],
  [
    "a way past it",
    { app: "{ name: shop, allowPorts: [15008, 8080] }" },
    "app.allowPorts[1] must be left out with edge.waf",
  ],
  [
    "gRPC",
    {
      analysis: "{ prometheus: 'http://p', source: query, query: { protocol: grpc } }",
    },
    "edge.waf must be left out for gRPC",
  ],
])("a firewall refuses %s", (_name, keys, says) => {
  expect(() => configWith({ edge: waf(), ...keys })).toThrow(says);
  expect(() => configWith({ edge: waf("", "off"), ...keys })).not.toThrow("edge.waf must");
});

test("all problems are told at once", () => {
  expect(() => configWith({ edge: waf(", threshold: 0, methods: [get], onFailure: never") })).toThrow(
    "3 problems",
  );
});

test("a firewall goes along with a rendered set, whose ports are its own", () => {
  const config = configWith({
    edge: waf(),
    app: "{ name: shop, from: { manifest: k8s/ } }",
  });
  expect(toRenderRequest(config)?.options.waf).toEqual(toWaf(config));
});

test("a stated load that the firewalls have not asked the CPU for is refused, in a rendered set where its pods are known", () => {
  const edge = waf(", load: 1000");
  const says =
    "edge.waf.resources.requests.cpu must be at least 1000m for 1000 requests per second by 2 pods";
  expect(() => configWith({ edge })).toThrow(says);
  const autoscale = "autoscale: { maxReplicas: 20, cpuPercent: 70 }, resources: { requests: { cpu: 1 } }";
  expect(() => configWith({ edge, app: `{ name: shop, ${autoscale} }` })).not.toThrow();
  expect(() => configWith({ edge, app: "{ name: shop, from: { manifest: k8s/ } }" })).not.toThrow();
});

test("a level that is only counted is one that somebody asked for: it costs", () => {
  const of = (more: string) => toWaf(configWith({ edge: waf(more) }))?.paranoia;
  expect(of("")).toEqual({ block: 1, detect: 1 });
  expect(of(", paranoia: { block: 2 }")).toEqual({ block: 2, detect: 2 });
  expect(of(", paranoia: { detect: 3 }")).toEqual({ block: 1, detect: 3 });
});
