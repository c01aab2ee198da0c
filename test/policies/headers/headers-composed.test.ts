import { headersComposed } from "../../../policies/headers/headers-composed";
import { headersRequired } from "../../../policies/headers/headers-required";
import { messagesOf, runPolicy } from "../pack/run-policy";
import { goodHeaders, httpRoute, object, without } from "./routes";

const nginx = "nginx.ingress.kubernetes.io";

const ingress = (annotations: Record<string, string>, name = "shop") =>
  object("networking.k8s.io/v1", "Ingress", name, {
    metadata: { annotations },
    spec: { rules: [{ host: "shop.example.org" }] },
  });
const configMap = (name: string, data: Record<string, string>) => object("v1", "ConfigMap", name, { data });
const middleware = (headers: Record<string, unknown>, name = "secure") =>
  object("traefik.io/v1alpha1", "Middleware", name, { spec: { headers } });

const traefikHeaders = {
  stsSeconds: 63_072_000,
  stsIncludeSubdomains: true,
  contentTypeNosniff: true,
  referrerPolicy: "no-referrer",
  contentSecurityPolicy: goodHeaders["Content-Security-Policy"],
  permissionsPolicy: "camera=()",
  customResponseHeaders: {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    Server: "",
    "X-Powered-By": "",
  },
};

test("an nginx Ingress is judged with its ConfigMap of custom headers", async () => {
  const route = ingress({ [`${nginx}/custom-headers`]: "prod/headers" });
  expect(await messagesOf(headersComposed, [configMap("headers", goodHeaders), route])).toEqual([]);
  const short = configMap("headers", { ...goodHeaders, "Referrer-Policy": "origin" });
  expect(await messagesOf(headersComposed, [short, route])).toEqual([
    expect.stringContaining(
      '"Ingress prod/shop": metadata.annotations["nginx.ingress.kubernetes.io/custom-headers"](prod/headers).data.Referrer-Policy must be one of',
    ),
  ]);
});

test("the controller's add-headers count for every Ingress", async () => {
  const controller = configMap("controller", { "add-headers": "prod/shared" });
  const shared = configMap("shared", goodHeaders);
  expect(await messagesOf(headersComposed, [controller, shared, ingress({})])).toEqual([]);
});

test("a canary Ingress has no headers of its own, since nginx ignores them", async () => {
  expect(await messagesOf(headersComposed, [ingress({ [`${nginx}/canary`]: "true" })])).toEqual([]);
});

test("an Ingress without headers gives a finding per header, on that Ingress", async () => {
  const violations = await runPolicy(headersComposed, [ingress({}, "bare"), configMap("other", {})]);
  expect(violations.length).toBeGreaterThan(9);
  expect(new Set(violations.map(({ urn }) => urn))).toEqual(
    new Set(["urn:pulumi:prod::sluice::kubernetes:networking.k8s.io/v1:Ingress::bare"]),
  );
});

test("Traefik's Middleware counts for Ingress, IngressRoute and HTTPRoute, with its removals", async () => {
  const annotations = { "traefik.ingress.kubernetes.io/router.middlewares": "prod-secure@kubernetescrd" };
  const route = object("traefik.io/v1alpha1", "IngressRoute", "shop", {
    spec: { routes: [{ match: "Host(`shop.example.org`)", middlewares: [{ name: "secure" }] }] },
  });
  const filter = {
    type: "ExtensionRef",
    extensionRef: { group: "traefik.io", kind: "Middleware", name: "secure" },
  };
  const remove = ["Server", "X-Powered-By"];
  for (const each of [ingress(annotations), route, httpRoute({ filters: [filter] })]) {
    expect(await messagesOf(headersComposed, [middleware(traefikHeaders), each], { remove })).toEqual([]);
    expect((await messagesOf(headersComposed, [each])).length).toBeGreaterThan(9);
  }
});

test("Sluice's probe rules of an IngressRoute are no way of users' answers", async () => {
  const match = "Host(`shop.example.org`)";
  const probe = {
    match: `(${match}) && Header(\`x-sluice-probe\`, \`t-canary\`)`,
    middlewares: [{ name: "proof" }],
  };
  const route = object("traefik.io/v1alpha1", "IngressRoute", "shop", {
    spec: { routes: [{ match, middlewares: [{ name: "secure" }] }, probe] },
  });
  const remove = ["Server", "X-Powered-By"];
  expect(await messagesOf(headersComposed, [middleware(traefikHeaders), route], { remove })).toEqual([]);
});

test("a Middleware's values are judged like any other", async () => {
  const weak = middleware({ ...traefikHeaders, stsSeconds: 60, browserXssFilter: true });
  const filter = { type: "ExtensionRef", extensionRef: { kind: "Middleware", name: "secure" } };
  const messages = await messagesOf(headersComposed, [weak, httpRoute({ filters: [filter] })]);
  expect(messages).toEqual([
    expect.stringContaining("extensionRef(secure).spec.headers.stsSeconds must have a max-age of at least"),
    expect.stringContaining("spec.headers.browserXssFilter must not be sent any more"),
  ]);
});

test("a route that says everything itself is left to the other policies, and they leave the composed ones", async () => {
  expect(await messagesOf(headersComposed, [httpRoute({ backendRefs: [] })])).toEqual([]);
  const filter = { type: "ExtensionRef", extensionRef: { kind: "Middleware", name: "secure" } };
  expect(await messagesOf(headersRequired, httpRoute({ filters: [filter] }))).toEqual([]);
});

test("a route that is not known yet leaves the others judged", async () => {
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const hidden = ingress({ [`${nginx}/custom-headers`]: unknown }, "hidden");
  const shared = [
    configMap("headers", without("Referrer-Policy")),
    ingress({ [`${nginx}/custom-headers`]: "prod/headers" }),
  ];
  const messages = await messagesOf(headersComposed, [hidden, ...shared]);
  expect(messages).toEqual([
    expect.stringContaining(
      '"Ingress prod/hidden": metadata.annotations.nginx.ingress.kubernetes.io/custom-headers must be known',
    ),
    expect.stringContaining('"Ingress prod/shop"'),
  ]);
});
