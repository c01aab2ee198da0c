import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const hosts = "hosts: [shop.example.org]";
const https = "gateway: { listener: https }";

const settingsOf = (tls: string, traffic = https) =>
  toSettings(
    configWith({ edge: `{ tls: ${tls} }`, traffic: `{ ${hosts}, ${traffic} }` }),
    parseStackName("prod"),
  ).traffic.tls;

test("edge.tls has defaults: the router's own certificate, TLS 1.2", () => {
  expect(settingsOf("{}")).toEqual({ lowest: "1.2" });
  expect(toSettings(configWith({}), parseStackName("prod")).traffic).not.toHaveProperty("tls");
});

test.each<[string, string, string, object]>([
  ["a Secret", "{ secret: shop-tls, minVersion: TLSv1.3 }", https, { lowest: "1.3", secret: "shop-tls" }],
  [
    "an issuer",
    "{ issuer: { name: letsencrypt } }",
    https,
    {
      lowest: "1.2",
      secret: "scholarlink-tls",
      issuer: { name: "letsencrypt", kind: "ClusterIssuer", group: "cert-manager.io" },
    },
  ],
  [
    "a redirection by a Gateway",
    "{ redirect: { status: 308, listener: web } }",
    https,
    { lowest: "1.2", redirect: { status: 308, listener: "web" } },
  ],
  ["a usual one", "{ redirect: {} }", https, { lowest: "1.2", redirect: { status: 301, listener: "http" } }],
  [
    "one by an Ingress",
    "{ redirect: {} }",
    "router: nginx",
    { lowest: "1.2", redirect: { status: 308, listener: "" } },
  ],
  [
    "a Secret that traffic.ingress names",
    "{}",
    "router: nginx, ingress: { tlsSecret: b }",
    { lowest: "1.2" },
  ],
  [
    "one by Traefik",
    "{ redirect: {} }",
    "router: traefik, ingress: { entryPoints: [websecure] }",
    { lowest: "1.2", redirect: { status: 301, listener: "web" } },
  ],
])("edge.tls with %s reaches the settings", (_, tls, traffic, settings) => {
  const source = traffic.includes("nginx") || traffic.includes("traefik") ? ", source: traefik" : "";
  const config = configWith({
    edge: `{ tls: ${tls} }`,
    traffic: `{ ${hosts}, ${traffic} }`,
    analysis: `{ prometheus: 'http://p'${source} }`,
  });
  expect(toSettings(config, parseStackName("prod")).traffic.tls).toEqual(settings);
});

test.each<[string, string, string, string]>([
  ["requests by http", "{}", "scheme: http", "traffic.scheme must be https with edge.tls"],
  ["a Service", "{}", "router: replicas", 'edge.tls must be left out: router "replicas" is a Service'],
  [
    "Istio's Gateway",
    "{ secret: shop-tls }",
    "router: istio",
    'edge.tls.secret must be left out with router "istio": the Gateway\'s owner sets credentialName',
  ],
  [
    "somebody's route",
    "{ issuer: { name: a }, redirect: {} }",
    "from: { object: shop }",
    "edge.tls.issuer must be left out with traffic.from: who makes the route says it there",
  ],
  [
    "a status that the router has not",
    "{ redirect: { status: 301 } }",
    "router: nginx",
    'edge.tls.redirect.status must be 308, by which router "nginx" redirects: got 301',
  ],
  [
    "a listener of an Ingress",
    "{ redirect: { listener: web } }",
    "router: nginx",
    'edge.tls.redirect.listener must be left out with router "nginx"',
  ],
  [
    "an annotation of the same",
    "{ redirect: {} }",
    "router: nginx, ingress: { annotations: { nginx.ingress.kubernetes.io/ssl-redirect: 'false' } }",
    "must be left out with edge.tls.redirect, which sets it",
  ],
  [
    "all listeners",
    "{ redirect: {} }",
    "gateway: { name: web }",
    'traffic.gateway.listener must name the listener of https with edge.tls.redirect, apart from "http"',
  ],
  [
    "the same listener",
    "{ redirect: { listener: https } }",
    https,
    'traffic.gateway.listener must name the listener of https with edge.tls.redirect, apart from "https"',
  ],
  [
    "all entry points",
    "{ redirect: {} }",
    "router: traefik",
    'traffic.ingress.entryPoints must name those of https with edge.tls.redirect, apart from "web"',
  ],
  [
    "the same entry point",
    "{ redirect: {} }",
    "router: traefik, ingress: { entryPoints: [web, websecure] }",
    'traffic.ingress.entryPoints must name those of https with edge.tls.redirect, apart from "web"',
  ],
  [
    "two Secrets",
    "{ secret: a }",
    "router: nginx, ingress: { tlsSecret: b }",
    "traffic.ingress.tlsSecret must be left out with the Secret of edge.tls: got",
  ],
  [
    "two Secrets, one of an issuer",
    "{ issuer: { name: a } }",
    "router: nginx, ingress: { tlsSecret: b }",
    "traffic.ingress.tlsSecret must be left out with the Secret of edge.tls: got",
  ],
  ["a version", "{ minVersion: 1.2 }", https, 'edge.tls.minVersion must be "TLSv1.2" or "TLSv1.3"'],
  ["a kind", "{ issuer: { name: a, kind: issuer } }", https, "edge.tls.issuer.kind must be a kind such as"],
])("edge.tls refuses %s", (_, tls, traffic, message) => {
  const source = /nginx|traefik/.test(traffic)
    ? ", source: traefik"
    : /istio/.test(traffic)
      ? ", source: istio"
      : "";
  expect(() =>
    configWith({
      edge: `{ tls: ${tls} }`,
      traffic: /replicas/.test(traffic) ? `{ ${traffic} }` : `{ ${hosts}, ${traffic} }`,
      analysis: `{ prometheus: 'http://p'${source} }`,
    }),
  ).toThrow(message);
});
