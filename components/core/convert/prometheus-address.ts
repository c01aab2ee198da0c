import type { Gap } from "./conversion";

/** Address of Prometheus as the environment's file has it. */
export interface PrometheusAddress {
  readonly address: string;
  /** The old one had a user and password, which are not carried over. */
  readonly hadCredentials: boolean;
}

/** `<service>.<namespace>`, with or without `svc.cluster.local`. */
const inside = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?$/;

/**
 * Address of Prometheus for a command outside of the cluster: a Service is asked through the API server. Undefined
 * where the text is no address, or a Service without its namespace.
 * For example `http://prometheus.monitoring:9090` is `service://monitoring/prometheus:9090`.
 */
export function toPrometheusAddress(text: string): PrometheusAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  const isSafe = protocol === "https:";
  const path = pathname.replace(/\/$/, "");
  const hadCredentials = username !== "" || password !== "";
  const [, service, namespace] = inside.exec(hostname) ?? [];
  // The host of a public address has a name like "example.org", too: only those of Services have a port of their own.
  const isService = service !== undefined && (port !== "" || hostname.includes(".svc"));
  if (isService) {
    const number = port === "" ? (isSafe ? "443" : "80") : port;
    const address = `service://${namespace}/${isSafe ? "https:" : ""}${service}:${number}${path}`;
    return { address, hadCredentials };
  }
  if (!hostname.includes(".")) return undefined;
  return { address: `${protocol}//${hostname}${port === "" ? "" : `:${port}`}${path}`, hadCredentials };
}

/** Gap of an address that had a user and password. */
export function findCredentials(
  addresses: readonly ({ readonly hadCredentials?: boolean } | undefined)[],
): readonly Gap[] {
  if (!addresses.some((one) => one?.hadCredentials === true)) return [];
  const what = "user and password of Prometheus, which stood in its address: { user, passwordFrom }";
  return [{ key: "sluice:analysis.basic", what, taken: "none" }];
}
