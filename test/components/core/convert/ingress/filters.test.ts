import { toHostRules } from "../../../../../components/core/convert/ingress/rules";
import type { JsonObject } from "../../../../../components/core/revision/revision";
import { mapAnnotations } from "./map-annotations";

test.each([
  [
    "rewrite-target",
    "/",
    { type: "URLRewrite", urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: "/" } } },
    "exact",
  ],
  [
    "rewrite-target",
    "/$2",
    { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
    "approximate",
  ],
  ["rewrite-target", "/x/$3", undefined, "lost"],
  [
    "temporal-redirect",
    "https://b.example.org:8443/x",
    {
      type: "RequestRedirect",
      requestRedirect: {
        scheme: "https",
        hostname: "b.example.org",
        port: 8443,
        path: { type: "ReplaceFullPath", replaceFullPath: "/x" },
        statusCode: 302,
      },
    },
    "exact",
  ],
  ["permanent-redirect", "https://$host/x", undefined, "lost"],
  ["enable-cors", "false", undefined, "exact"],
  ["proxy-read-timeout", "soon", undefined, "lost"],
  ["proxy-send-timeout", "60", undefined, "approximate"],
  ["custom-headers", "prod/absent", undefined, "lost"],
  [
    "custom-headers",
    "numbers",
    { type: "ResponseHeaderModifier", responseHeaderModifier: { set: [{ name: "X-A", value: "" }] } },
    "exact",
  ],
  ["backend-protocol", "HTTP", undefined, "exact"],
  ["backend-protocol", "HTTPS", undefined, "lost"],
  ["backend-protocol", "GRPC", undefined, "lost"],
] as const)("toFilters() maps %s: %s", (name, value, filter, verdict) => {
  const { filters, fates } = mapAnnotations({ [name]: value });
  expect(filters).toEqual(filter === undefined ? [] : [filter]);
  expect(fates[0]?.verdict).toBe(verdict);
});

test("toFilters() takes the code of a redirect, and says where not every proxy has it", () => {
  const { filters, fates } = mapAnnotations({
    "permanent-redirect": "https://b.example.org",
    "permanent-redirect-code": "308",
  });
  expect(filters[0]).toMatchObject({ requestRedirect: { statusCode: 308 } });
  expect(fates[0]?.verdict).toBe("approximate");
});

test.each([
  ["rewrite-target", {}],
  ["permanent-redirect", {}],
  ["x-forwarded-prefix", { "x-forwarded-prefix": "/shop" }],
])("toFilters() knows %s that does nothing in ingress-nginx either", (name, more) => {
  const { filters, fates } = mapAnnotations({ [name]: "", ...more });
  expect(filters).toEqual([]);
  expect(fates[0]?.verdict).toBe("unused");
});

test("toFilters() adds the prefix that was there, beside a rewrite alone", () => {
  expect(mapAnnotations({ "rewrite-target": "/", "x-forwarded-prefix": "/shop" }).filters).toContainEqual({
    type: "RequestHeaderModifier",
    requestHeaderModifier: { set: [{ name: "X-Forwarded-Prefix", value: "/shop" }] },
  });
});

test("toFilters() reads yes and no as ingress-nginx does", () => {
  expect(mapAnnotations({ "enable-cors": "True" }).filters).toMatchObject([{ type: "CORS" }]);
  expect(mapAnnotations({ "enable-cors": "on" }).filters).toEqual([]);
  expect(mapAnnotations({ "backend-protocol": "https" }).fates[0]?.now).toBe("no TLS to the pods");
});

test("toFilters() puts two rewrites into one filter, and takes the usual values of CORS", () => {
  const { filters } = mapAnnotations({
    "rewrite-target": "/",
    "upstream-vhost": "inner",
    "enable-cors": "true",
    "cors-max-age": "x",
    "cors-allow-credentials": "false",
  });
  expect(filters).toContainEqual({
    type: "URLRewrite",
    urlRewrite: { hostname: "inner", path: { type: "ReplaceFullPath", replaceFullPath: "/" } },
  });
  expect(filters).toContainEqual({
    type: "CORS",
    cors: expect.objectContaining({
      allowOrigins: ["*"],
      exposeHeaders: [],
      allowCredentials: false,
      maxAge: 1_728_000,
    }) as JsonObject,
  });
});

const rules = (
  paths: readonly JsonObject[],
  annotations: JsonObject = {},
  filters: readonly JsonObject[] = [],
) =>
  toHostRules(
    { metadata: { annotations }, spec: { rules: [{ host: "a.example.org", http: { paths } }] } },
    {
      filters,
      timeouts: {},
      inputs: [
        {
          file: "x",
          object: {
            kind: "Service",
            metadata: { name: "web" },
            spec: { ports: [{ name: "http", port: 80 }] },
          },
        },
      ],
    },
  );
const backend = { service: { name: "web", port: { name: "http" } } };
const matchOf = (path: JsonObject, annotations: JsonObject = {}) =>
  rules([{ ...path, backend }], annotations).groups[0]?.rules[0];

test.each([
  [
    { pathType: "Prefix", path: "/a" },
    { type: "PathPrefix", value: "/a" },
  ],
  [
    { pathType: "ImplementationSpecific", path: "/a" },
    { type: "PathPrefix", value: "/a" },
  ],
  [{}, { type: "PathPrefix", value: "/" }],
  [{ path: "/shop(/|$)(.*)" }, { type: "PathPrefix", value: "/shop" }],
  [{ path: "/(.*)" }, { type: "PathPrefix", value: "/" }],
  [{ path: "/v[12]/.*" }, { type: "RegularExpression", value: "/v[12]/.*" }],
  [
    { path: "/a", pathType: "Exact" },
    { type: "Exact", value: "/a" },
  ],
])("toHostRules() matches %p", (path, match) => {
  expect(matchOf(path)).toEqual({ matches: [{ path: match }], backendRefs: [{ name: "web", port: 80 }] });
});

test("toHostRules() takes paths as expressions where the Ingress says so", () => {
  expect(matchOf({ path: "/a" }, { [`nginx.ingress.kubernetes.io/use-regex`]: "true" })).toMatchObject({
    matches: [{ path: { type: "RegularExpression" } }],
  });
});

test("toHostRules() leaves a rewrite by prefix out beside a match that is none, and says so", () => {
  const urlRewrite = { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } };
  const filters = [{ type: "URLRewrite", urlRewrite }];
  const { groups, fates } = rules(
    [
      { path: "/a(/|$)(.*)", backend },
      { path: "/b/[0-9]+/(.*)", backend },
    ],
    {},
    filters,
  );
  expect(groups[0]?.rules.map((rule) => rule["filters"])).toEqual([filters, undefined]);
  expect(fates.find(({ at }) => at.includes("[1] path"))).toMatchObject({ verdict: "lost" });
});

test("toHostRules() says where a Service's port is known by a name alone", () => {
  const named = { service: { name: "other", port: { name: "web" } } };
  const { groups, fates } = rules([{ path: "/", backend: named }]);
  expect(groups[0]?.rules[0]?.["backendRefs"]).toEqual([{ name: "other" }]);
  expect(fates.find(({ at }) => at.endsWith(" backend"))).toMatchObject({ verdict: "approximate" });
});

test("toHostRules() needs no backend for a redirect, reads the older form, and leaves other backends out", () => {
  const redirect = rules([{ path: "/", backend }], {}, [{ type: "RequestRedirect" }]);
  expect(redirect.groups[0]?.rules[0]).not.toHaveProperty("backendRefs");
  const old = rules([
    { path: "/", backend: { serviceName: "web", servicePort: "8080" } },
    { path: "/x", backend: { resource: {} } },
    { path: "/y", backend: { serviceName: "web" } },
  ]);
  expect(old.groups[0]?.rules.map((rule) => rule["backendRefs"])).toEqual([
    [{ name: "web", port: 8080 }],
    [{ name: "web" }],
  ]);
  expect(old.fates.some(({ verdict }) => verdict === "lost")).toBe(true);
});

test("toFilters() takes the usual time of CORS", () => {
  expect(mapAnnotations({ "enable-cors": "true" }).filters[0]).toMatchObject({ cors: { maxAge: 1_728_000 } });
});
