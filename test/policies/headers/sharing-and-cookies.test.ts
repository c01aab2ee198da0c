import { headersComposed } from "../../../policies/headers/headers-composed";
import { headersRequired } from "../../../policies/headers/headers-required";
import { messagesOf } from "../pack/run-policy";
import { goodHeaders, httpRoute, modifier, object, ruleWith } from "./routes";

const nginx = "nginx.ingress.kubernetes.io";
const origins = "name origins where credentials are allowed";

const configMap = object("v1", "ConfigMap", "headers", { data: goodHeaders });

const viaGateway = async (allowOrigins: readonly string[], allowCredentials?: boolean) =>
  await messagesOf(
    headersRequired,
    httpRoute({
      filters: [modifier(goodHeaders), { type: "CORS", cors: { allowOrigins, allowCredentials } }],
    }),
  );

const viaIstio = async (allowOrigins: readonly object[], allowCredentials?: boolean) =>
  await messagesOf(
    headersRequired,
    object("networking.istio.io/v1", "VirtualService", "shop", {
      spec: {
        hosts: ["shop.example.org"],
        http: [
          {
            route: [{ destination: { host: "shop" } }],
            headers: { response: { set: goodHeaders } },
            corsPolicy: { allowOrigins, allowCredentials },
          },
        ],
      },
    }),
  );

const viaTraefik = async (headers: object, service: object = { name: "shop" }) =>
  await messagesOf(headersComposed, [
    object("traefik.io/v1alpha1", "Middleware", "secure", {
      spec: { headers: { customResponseHeaders: goodHeaders, ...headers } },
    }),
    object("traefik.io/v1alpha1", "IngressRoute", "shop", {
      spec: {
        routes: [
          { match: "Host(`shop.example.org`)", middlewares: [{ name: "secure" }], services: [service] },
        ],
      },
    }),
  ]);

const viaNginx = async (annotations: Readonly<Record<string, string>>) =>
  await messagesOf(headersComposed, [
    configMap,
    object("networking.k8s.io/v1", "Ingress", "shop", {
      metadata: {
        annotations: {
          [`${nginx}/custom-headers`]: "prod/headers",
          ...Object.fromEntries(
            Object.entries(annotations).map(([name, value]) => [`${nginx}/${name}`, value]),
          ),
        },
      },
      spec: { rules: [{ host: "shop.example.org" }] },
    }),
  ]);

const viaText = async (headers: Readonly<Record<string, string>>) =>
  await messagesOf(headersRequired, httpRoute(ruleWith({ ...goodHeaders, ...headers })));

const credentials = { "Access-Control-Allow-Credentials": "true" };
const own = "https://shop.example.org";

test.each<[string, () => Promise<readonly string[]>, string]>([
  ["a text", async () => await viaText({ ...credentials, "Access-Control-Allow-Origin": "*" }), "got *"],
  [
    "an origin that any frame has",
    async () => await viaText({ ...credentials, "Access-Control-Allow-Origin": "null" }),
    "got null",
  ],
  [
    "Envoy's word for the origin",
    async () => await viaText({ ...credentials, "Access-Control-Allow-Origin": "%REQ(Origin)%" }),
    "got %REQ(Origin)%",
  ],
  ["an HTTPRoute", async () => await viaGateway([own, "*"], true), "filters[1].cors.allowOrigins[1]"],
  ["an HTTPRoute by a scheme", async () => await viaGateway(["https://*"], true), "(https://*)"],
  ["a VirtualService", async () => await viaIstio([{ exact: "*" }], true), "corsPolicy.allowOrigins[0]"],
  ["a VirtualService by a prefix", async () => await viaIstio([{ prefix: "https://" }], true), "(https://…)"],
  ["a VirtualService by a pattern", async () => await viaIstio([{ regex: ".*" }], true), "(.*)"],
  [
    "a Middleware",
    async () =>
      await viaTraefik({ accessControlAllowOriginList: ["*"], accessControlAllowCredentials: true }),
    "accessControlAllowOriginList",
  ],
  [
    "a Middleware by a pattern",
    async () =>
      await viaTraefik({ accessControlAllowOriginListRegex: ["^http"], accessControlAllowCredentials: true }),
    "(^http)",
  ],
  ["an Ingress that says nothing more", async () => await viaNginx({ "enable-cors": "true" }), "enable-cors"],
  [
    "an Ingress",
    async () => await viaNginx({ "enable-cors": "true", "cors-allow-origin": `${own}, https://*` }),
    "(https://*)",
  ],
])("answers that every origin may read with credentials are found in %s", async (_name, ask, part) => {
  const messages = await ask();
  expect(messages).toEqual([expect.stringContaining(origins)]);
  expect(messages[0]).toContain(part);
});

test.each<[string, () => Promise<readonly string[]>]>([
  ["all origins without credentials", async () => await viaText({ "Access-Control-Allow-Origin": "*" })],
  ["an HTTPRoute without credentials", async () => await viaGateway(["*"])],
  ["an HTTPRoute of one's own subdomains", async () => await viaGateway(["https://*.example.org"], true)],
  ["an HTTPRoute without origins", async () => await viaGateway([], true)],
  [
    "a VirtualService of named origins",
    async () =>
      await viaIstio([{ exact: own }, { prefix: `${own}:` }, { regex: ".*\\.example\\.org" }], true),
  ],
  ["a pattern that nobody can read", async () => await viaIstio([{ regex: "(" }], true)],
  [
    "a Middleware of named origins",
    async () =>
      await viaTraefik({ accessControlAllowOriginList: [own], accessControlAllowCredentials: true }),
  ],
  ["an Ingress without sharing", async () => await viaNginx({ "cors-allow-origin": "*" })],
  [
    "an Ingress without credentials",
    async () => await viaNginx({ "enable-cors": "true", "cors-allow-credentials": "false" }),
  ],
  [
    "an Ingress of one origin",
    async () => await viaNginx({ "enable-cors": "true", "cors-allow-origin": own }),
  ],
])("%s: nothing is found", async (_name, ask) => {
  expect(await ask()).toEqual([]);
});

test.each<[string, string, readonly string[]]>([
  ["all", "id=1; Secure; HttpOnly; SameSite=Lax", []],
  ["in small letters", "id=1; secure; httponly; samesite=strict", []],
  ["from other sites on purpose", "id=1; Secure; HttpOnly; SameSite=None", []],
  ["a token that scripts send back", "XSRF-TOKEN=1; Secure; SameSite=Strict", []],
  ["no Secure", "id=1; HttpOnly; SameSite=Lax", ["have Secure: got id; httponly; samesite=lax"]],
  ["no HttpOnly", "id=1; Secure; SameSite=Lax", ["have HttpOnly"]],
  ["no SameSite", "id=1; Secure; HttpOnly", ["have SameSite=Lax, Strict or None"]],
  ["a SameSite that is none", "id=1; Secure; HttpOnly; SameSite=sure", ["have SameSite"]],
  ["the prefix of a host", "__Host-id=1; Secure; HttpOnly; SameSite=Lax; Path=/", []],
  [
    "the prefix of a host and a domain",
    "__Host-id=1; Secure; HttpOnly; SameSite=Lax; Path=/; Domain=example.org",
    ["have Path=/ and no Domain"],
  ],
  [
    "the prefix of a host below a path",
    "__Host-id=1; Secure; HttpOnly; SameSite=Lax; Path=/shop",
    ["have Path=/ and no Domain"],
  ],
  ["nothing", "id=s3cr3t", ["have Secure: got id", "have HttpOnly", "have SameSite"]],
])("a cookie with %s", async (_name, value, rules) => {
  const messages = await viaText({ "Set-Cookie": value });
  expect(messages).toEqual(rules.map((rule) => expect.stringContaining(rule)));
  expect(messages.join()).not.toContain("s3cr3t");
});

test("cookies by which a router pins clients are judged like any other", async () => {
  const cookie = { name: "pin", secure: true, httpOnly: true, sameSite: "lax" };
  const sticky = (more: object) => ({ name: "shop", sticky: { cookie: { ...cookie, ...more } } });
  expect(await viaTraefik({}, sticky({}))).toEqual([]);
  expect(await viaTraefik({}, sticky({ secure: false }))).toEqual([
    expect.stringContaining("services[0].sticky.cookie must have Secure"),
  ]);
  expect(await viaTraefik({}, { name: "shop", sticky: { cookie: {} } })).toHaveLength(3);
  const pinned = { affinity: "cookie", "session-cookie-samesite": "Strict" };
  expect(await viaNginx(pinned)).toEqual([]);
  expect(await viaNginx({ ...pinned, "session-cookie-secure": "false" })).toEqual([
    expect.stringContaining("have Secure"),
  ]);
  expect(await viaNginx({ affinity: "cookie" })).toEqual([
    expect.stringContaining("have SameSite=Lax, Strict or None: got INGRESSCOOKIE"),
  ]);
  expect(await viaTraefik({}, { name: "shop", sticky: {} })).toEqual([]);
});
