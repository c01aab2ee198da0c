import { convertIngress } from "../../../../../components/core/convert/ingress/ingress";
import { parseEnvironment } from "../../../../../stacks/files/parse";
import { ingresses } from "../support/ingresses";
import { demand, fileOf, read, rowOf } from "../support/read";

const convert = (text: string, more = {}) =>
  demand(convertIngress(read(text), { environment: "prod", ...more }));

test("convertIngress() makes an HTTPRoute of the hosts that lead to the app", () => {
  const found = convert(ingresses, { gateway: "infra/public" });
  const route = fileOf(found, "httproute.yaml") as {
    spec: { rules: { matches: unknown[]; filters: unknown[] }[] };
  };
  expect(route).toMatchObject({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "web", namespace: "prod" },
    spec: { parentRefs: [{ name: "public", namespace: "infra" }], hostnames: ["web.example.org"] },
  });
  expect(route.spec.rules).toHaveLength(3);
  expect(route.spec.rules[1]).toEqual({
    matches: [{ path: { type: "Exact", value: "/login" } }],
    filters: [
      {
        type: "CORS",
        cors: expect.objectContaining({
          allowOrigins: ["https://a.example.org", "https://b.example.org"],
          maxAge: 600,
        }) as object,
      },
      { type: "URLRewrite", urlRewrite: { hostname: "inner.example.org" } },
      {
        type: "ResponseHeaderModifier",
        responseHeaderModifier: { set: [{ name: "X-Frame-Options", value: "deny" }] },
      },
    ],
    timeouts: { backendRequest: "30s" },
    backendRefs: [{ name: "web", port: 80 }],
  });
  expect(fileOf(found, "httproute-2.yaml")).toMatchObject({
    spec: { hostnames: ["admin.example.org"], rules: [{ backendRefs: [{ name: "admin", port: 80 }] }] },
  });
});

test("convertIngress() makes an environment's file that reads the route, and asks for the rest", () => {
  const found = convert(ingresses);
  expect(found.settings).toEqual({
    cluster: { context: "", uid: "" },
    app: { name: "web", namespace: "prod", from: { manifest: "k8s" }, container: "app" },
    release: { image: "" },
    traffic: { from: { manifest: "httproute.yaml" } },
    analysis: { prometheus: "" },
  });
  const image = `registry.example.org/web@sha256:${"a".repeat(64)}`;
  const said = { context: "a", uid: "b", image, prometheus: "service://monitoring/prometheus:9090" };
  expect(parseEnvironment(convert(ingresses, said).settings, () => "x").ok).toBe(true);
  expect(found.gaps.map(({ key }) => key)).toEqual([
    "sluice:cluster.context",
    "sluice:cluster.uid",
    "sluice:release.image",
    "sluice:analysis.prometheus",
    "sluice:app.container",
    "sluice:analysis.source",
    "httproute.yaml",
    "sluice:traffic.service",
    "httproute-2.yaml",
  ]);
});

test("convertIngress() names the match of requests that a canary Ingress picks", () => {
  const found = convert(ingresses);
  const row = rowOf(
    found,
    "Ingress web-canary",
    'metadata.annotations["nginx.ingress.kubernetes.io/canary-by-cookie"]',
  );
  expect(row.verdict).toBe("lost");
  expect(row.now).toContain(
    JSON.stringify({
      type: "RegularExpression",
      name: "Cookie",
      value: String.raw`(^|.*;\s*)beta\.users=always(;.*|$)`,
    }),
  );
  const weight = rowOf(
    found,
    "Ingress web-canary",
    'metadata.annotations["nginx.ingress.kubernetes.io/canary-weight"]',
  );
  expect(weight).toMatchObject({ verdict: "approximate", before: "10 % of the requests" });
  expect(
    rowOf(
      found,
      "Ingress web-canary",
      'metadata.annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]',
    ).verdict,
  ).toBe("unused");
});

const ingress = (spec: string, annotations = "", name = "web") =>
  `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: ${name}, annotations: { ${annotations} } }, spec: { ${spec} } }`;
const path = (service: string, more = "path: /") =>
  `{ ${more}, backend: { service: { name: ${service}, port: { number: 80 } } } }`;

test("convertIngress() refuses an input without an Ingress, and one without a Service", () => {
  const refuse = (text: string) => convertIngress(read(text), { environment: "prod" });
  expect("problems" in refuse("{ kind: Pod, metadata: { name: a } }")).toBe(true);
  expect(refuse(ingress("rules: []"))).toEqual({
    problems: [
      {
        text: "Ingress web must have a Service as backend: got none",
        fix: "name another Ingress with --name",
      },
    ],
  });
});

test("convertIngress() takes the Service of the most paths, or the default backend, and the name that a person says", () => {
  const many = ingress(
    `rules: [{ host: a.example.org, http: { paths: [${path("one")}, ${path("two", "path: /a")}, ${path("two", "path: /b")}, { path: /c, backend: { resource: {} } }] } }]`,
  );
  expect(convert(many).app).toBe("two");
  expect(convert(many, { app: "shop", namespace: "prod" }).settings["traffic"]).toEqual({
    from: { manifest: "httproute.yaml" },
    service: "two",
  });
  const all = convert(ingress("defaultBackend: { service: { name: all, port: { number: 80 } } }"), {
    host: "all.example.org",
  });
  expect(fileOf(all, "httproute.yaml")).toMatchObject({
    spec: { hostnames: ["all.example.org"], rules: [{ backendRefs: [{ name: "all", port: 80 }] }] },
  });
  const old = convert(ingress("backend: { serviceName: old, servicePort: 8080 }"));
  expect(old.gaps.map(({ what }) => what)).toContain('spec.hostnames needs a public host name without "*"');
});

test("convertIngress() joins hosts of the same paths, and gives a default backend to each route", () => {
  const rule = (host: string) => `{ host: ${host}, http: { paths: [${path("web")}] } }`;
  const found = convert(
    ingress(
      `defaultBackend: { service: { name: rest, port: { name: x } } }, rules: [${rule("a.example.org")}, ${rule("b.example.org")}, { http: { paths: [] } }]`,
    ),
  );
  const { spec } = fileOf(found, "httproute.yaml") as { spec: { hostnames: string[]; rules: unknown[] } };
  expect(spec.hostnames).toEqual(["a.example.org", "b.example.org"]);
  expect(spec.rules[1]).toEqual({ backendRefs: [{ name: "rest" }] });
});

test.each([
  ["header", "canary-by-header: X-Beta", { type: "Exact", name: "X-Beta", value: "always" }],
  [
    "value",
    "canary-by-header: X-Beta, nginx.ingress.kubernetes.io/canary-by-header-value: on-it",
    { type: "Exact", name: "X-Beta", value: "on-it" },
  ],
  [
    "pattern",
    "canary-by-header: X-Beta, nginx.ingress.kubernetes.io/canary-by-header-pattern: a|b",
    { type: "RegularExpression", name: "X-Beta", value: "a|b" },
  ],
])("convertIngress() names the match of a canary by %s", (_, annotation, match) => {
  const spec = `rules: [{ http: { paths: [${path("web")}] } }]`;
  const text = [
    ingress(spec),
    ingress(
      spec,
      `nginx.ingress.kubernetes.io/canary: "true", nginx.ingress.kubernetes.io/${annotation}`,
      "next",
    ),
  ].join("\n---\n");
  const row = rowOf(
    convert(text),
    "Ingress next",
    'metadata.annotations["nginx.ingress.kubernetes.io/canary-by-header"]',
  );
  expect(row.now).toContain(JSON.stringify(match));
});

test("convertIngress() takes an Ingress without hosts and paths, behind a canary by weight alone", () => {
  const spec = `rules: [{ http: { paths: [${path("web", "pathType: Prefix")}] } }]`;
  const text = [ingress(spec), ingress(spec, 'nginx.ingress.kubernetes.io/canary: "true"', "next")].join(
    "\n---\n",
  );
  const found = convert(text, { gateway: "public" });
  expect(fileOf(found, "httproute.yaml")).toMatchObject({
    spec: {
      parentRefs: [{ name: "public" }],
      hostnames: [],
      rules: [{ matches: [{ path: { value: "/" } }] }],
    },
  });
  expect(
    rowOf(found, "Ingress next", 'metadata.annotations["nginx.ingress.kubernetes.io/canary"]').verdict,
  ).toBe("unused");
});

test("convertIngress() goes without a group where the Service is only named by a path that is none", () => {
  const found = convert(
    ingress(
      "rules: [{ http: { paths: [] } }], defaultBackend: { service: { name: all, port: { number: 80 } } }",
    ),
  );
  expect(found.app).toBe("all");
});

test("convertIngress() asks for what the API would refuse a route without: ports by number, 16 rules at most", () => {
  const pathOf = (index: number) =>
    `{ path: /p${index}, pathType: Prefix, backend: { service: { name: ${index === 3 ? "other" : "web"}, port: { name: http } } } }`;
  const text = `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: web }, spec: { rules: [{ host: web.example.org, http: { paths: [${Array.from({ length: 17 }, (_, index) => pathOf(index)).join(", ")}] } }] } }`;
  const { gaps } = convert(text);
  expect(gaps).toContainEqual(
    expect.objectContaining({
      key: "httproute.yaml",
      what: "spec.rules[3].backendRefs[0].port: number of the port of Service other",
      command: "kubectl get service other",
    }),
  );
  expect(gaps.filter(({ what }) => what.includes("backendRefs"))).toHaveLength(1);
  expect(gaps).toContainEqual(
    expect.objectContaining({
      what: expect.stringContaining("spec.rules of an HTTPRoute are at most 16: got 17") as string,
    }),
  );
});
