import { object } from "./objects";
import type { CheckCase } from "./objects";

type Fields = Record<string, unknown>;

const id = "tls-version";
const of = (name: string, type: string, fields: Fields, ...found: readonly string[]): CheckCase => ({
  name,
  onlyPlanned: !/^(?:core|traefik\.io)\//.test(type),
  given: object(`kubernetes:${type}`, fields),
  findings: found.length === 0 ? {} : { [id]: [...found] },
});

const option = (minVersion: string, ...found: readonly string[]): CheckCase =>
  of(
    `a TLSOption of Traefik from ${minVersion} on`,
    "traefik.io/v1alpha1:TLSOption",
    { spec: { minVersion } },
    ...found,
  );

const protocols = (value: string, ...found: readonly string[]): CheckCase =>
  of(
    `a ConfigMap of ingress-nginx with ${value}`,
    "core/v1:ConfigMap",
    { data: { "ssl-protocols": value } },
    ...found,
  );

const server = (name: string, minProtocolVersion?: string) => ({
  port: { name, number: 443, protocol: "HTTPS" },
  tls: { mode: "SIMPLE", ...(minProtocolVersion === undefined ? {} : { minProtocolVersion }) },
});

const clients = (minVersion: string, ...found: readonly string[]): CheckCase =>
  of(
    `a ClientTrafficPolicy from ${minVersion} on`,
    "gateway.envoyproxy.io/v1alpha1:ClientTrafficPolicy",
    { spec: { tls: { minVersion } } },
    ...found,
  );

/** Lowest versions of TLS. */
export const tlsCases: readonly CheckCase[] = [
  option("VersionTLS11", "spec.minVersion"),
  option("VersionTLS12"),
  of("a TLSOption that states none", "traefik.io/v1alpha1:TLSOption", { spec: {} }),
  of(
    "a Gateway of Istio with several servers",
    "networking.istio.io/v1:Gateway",
    { spec: { servers: [server("old", "TLSV1_0"), server("new", "TLSV1_2"), server("own"), { port: {} }] } },
    "spec.servers[old].tls.minProtocolVersion",
  ),
  ...(["TLSV1_1", "TLSV1_2"] as const).map((version): CheckCase => ({
    ...of(
      `a Gateway of Istio from ${version} on`,
      "networking.istio.io/v1:Gateway",
      { spec: { servers: [{ ...server("https", version), hosts: ["shop.example.org"] }] } },
      ...(version === "TLSV1_2" ? [] : ["spec.servers[https].tls.minProtocolVersion"]),
    ),
    onlyPlanned: false,
  })),
  of("a Gateway of the Gateway API", "gateway.networking.k8s.io/v1:Gateway", {
    spec: { listeners: [{ name: "https", protocol: "HTTPS", port: 443 }] },
  }),
  clients("1.0", "spec.tls.minVersion"),
  clients("1.3"),
  protocols("TLSv1.1 TLSv1.2", "data[ssl-protocols]"),
  protocols("TLSv1", "data[ssl-protocols]"),
  protocols("TLSv1.2 TLSv1.3"),
];
