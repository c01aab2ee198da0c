import { parseMetricsAddress } from "../../sources/metrics-address";
import type { MetricsAddress } from "../../sources/metrics-address";

/** Pattern of an address that {@link parseAlertmanager} takes. */
export const alertmanagerPattern =
  /^((service|pod):\/\/[a-z0-9-]+\/(https:)?[a-z0-9.-]+:[a-z0-9-]+(\/[^\s?#@]*)?|https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?)$/;

/**
 * Reads the address of Alertmanager: that of Prometheus, and `pod://NAMESPACE/POD:PORT` for one of several.
 * @throws {RangeError} for anything else; the environment's schema refuses it before
 */
export function parseAlertmanager(address: string): MetricsAddress {
  const found = /^pod:\/\/([a-z0-9-]+)\/((?:https:)?[a-z0-9.-]+:[a-z0-9-]+)(\/.*)?$/.exec(address);
  if (found === null) return parseMetricsAddress(address);
  const [, namespace, pod, prefix = ""] = found;
  const base = `/api/v1/namespaces/${namespace}/pods/${pod}/proxy`;
  return { kind: "service", proxyPath: base + prefix.replace(/\/+$/, "") };
}
