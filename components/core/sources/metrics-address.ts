/** Address of Prometheus. */
export type MetricsAddress =
  | {
      readonly kind: "service";
      /** Path below the API server that its service proxy maps to Prometheus. */
      readonly proxyPath: string;
    }
  | { readonly kind: "direct"; readonly url: string };

/**
 * Reads `service://<namespace>/<service>:<port>` (through the API server's proxy), with `https:` before a service whose
 * port speaks https, or an http(s) URL (direct).
 * @throws {RangeError} for anything else; the environment's schema refuses it before
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/
 */
export function parseMetricsAddress(address: string): MetricsAddress {
  const found = /^service:\/\/([a-z0-9-]+)\/((?:https:)?[a-z0-9-]+):([a-z0-9-]+)(\/.*)?$/.exec(address);
  if (found !== null) {
    const [, namespace, service, port, prefix = ""] = found;
    const base = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy`;
    return { kind: "service", proxyPath: base + prefix.replace(/\/+$/, "") };
  }
  if (/^https?:\/\//.test(address)) {
    return { kind: "direct", url: address.replace(/\/+$/, "") };
  }
  throw new RangeError(
    `Cannot read address of Prometheus: sluice:analysis.prometheus must be "service://<namespace>/<service>:<port>" or an http(s) URL: got ${address}`,
  );
}
