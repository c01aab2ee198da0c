import { backend, ingress, object, paths } from "./objects";
import type { CheckCase } from "./objects";

type Fields = Record<string, unknown>;

const tls = (...hosts: string[]) => [{ secretName: "tls", hosts }];
const to = (host: string): Fields => ({ host, ...paths });
const secured = { tls: tls("a.example.org"), rules: [to("a.example.org")] };
const withHosts = (name: string, spec: Fields, ...found: string[]): CheckCase => ({
  name,
  given: ingress(spec),
  findings: found.length === 0 ? {} : { "ingress-tls": found },
});
const withAnnotation = (name: string, isSnippet: boolean): CheckCase => ({
  name: `the annotation ${name}`,
  given: ingress(secured, { [name]: "return 200;" }),
  findings: isSnippet ? { "ingress-snippets": [`metadata.annotations[${name}]`] } : {},
});
const configMap = (data: Fields) => object("kubernetes:core/v1:ConfigMap", { data });
const f5 = (kind: string, spec: Fields) => object(`kubernetes:k8s.nginx.org/v1:${kind}`, { spec });

/** Hosts, default backends and snippets. */
export const ingressCases: readonly CheckCase[] = [
  withHosts("a default backend alone", { defaultBackend: backend }, "spec.defaultBackend"),
  withHosts(
    "a default backend beside good rules",
    { ...secured, defaultBackend: backend },
    "spec.defaultBackend",
  ),
  {
    ...withHosts("neither rules nor a backend", { tls: tls("a.example.org") }, "spec.rules"),
    onlyPlanned: true,
  },
  withHosts("TLS without hosts, which is for all of them", {
    tls: [{ secretName: "t" }],
    rules: [to("a.example.org")],
  }),
  withHosts("TLS with an empty list of hosts", { tls: tls(), rules: [to("a.example.org")] }),
  withHosts("TLS by a wildcard that covers the host", {
    tls: tls("*.example.org"),
    rules: [to("a.example.org")],
  }),
  withHosts(
    "TLS by a wildcard of another level",
    { tls: tls("*.example.org"), rules: [to("a.b.example.org"), to("example.org")] },
    "spec.tls",
    "spec.tls",
  ),
  withHosts(
    "TLS by a wildcard of a name that ends alike",
    { tls: tls("*.example.org"), rules: [to("a.myexample.org")] },
    "spec.tls",
  ),
  withAnnotation("nginx.org/server-snippets", true),
  withAnnotation("nginx.org/location-snippets", true),
  withAnnotation("nginx.ingress.kubernetes.io/auth-snippet", true),
  withAnnotation("haproxy.org/backend-config-snippet", true),
  withAnnotation("haproxy-ingress.github.io/config-backend", true),
  withAnnotation("nginx.ingress.kubernetes.io/proxy-body-size", false),
  withAnnotation("nginx.org/proxy-connect-timeout", false),
  withAnnotation("example.org/snippets-reviewed", false),
  {
    name: "a ConfigMap that lets ingress-nginx read snippets",
    given: configMap({ "allow-snippet-annotations": "true" }),
    findings: { "ingress-snippets": ["data[allow-snippet-annotations]"] },
  },
  ...["True", "1"].map((value): CheckCase => ({
    name: `a ConfigMap that lets it in Go's other words: ${value}`,
    given: configMap({ "allow-snippet-annotations": value }),
    findings: { "ingress-snippets": ["data[allow-snippet-annotations]"] },
  })),
  {
    name: "a ConfigMap that does not",
    given: configMap({ "allow-snippet-annotations": "false" }),
    findings: {},
  },
  { name: "a ConfigMap of something else", given: configMap({ "server.conf": "snippet" }), findings: {} },
  {
    name: "a VirtualServer with snippets",
    onlyPlanned: true,
    given: f5("VirtualServer", {
      "server-snippets": "return 200;",
      routes: [{ path: "/a", "location-snippets": "return 200;" }, { path: "/b" }],
    }),
    findings: { "ingress-snippets": ["spec.server-snippets", "spec.routes[/a]"] },
  },
  {
    name: "a TransportServer with snippets",
    onlyPlanned: true,
    given: f5("TransportServer", { streamSnippets: "x;" }),
    findings: { "ingress-snippets": ["spec.streamSnippets"] },
  },
  ...["SnippetsFilter", "SnippetsPolicy"].map((kind): CheckCase => ({
    name: `a ${kind} of NGINX Gateway Fabric`,
    onlyPlanned: true,
    given: object(`kubernetes:gateway.nginx.org/v1alpha1:${kind}`, {
      spec: { snippets: [{ context: "http.server", value: "return 200;" }] },
    }),
    findings: { "ingress-snippets": ["spec.snippets"] },
  })),
  {
    name: "a VirtualServer without",
    onlyPlanned: true,
    given: f5("VirtualServer", { host: "a.example.org", routes: [{ path: "/" }] }),
    findings: {},
  },
];
