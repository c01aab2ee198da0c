import type { Cluster } from "../cluster/api";
import { parseMetricsAddress } from "../core/sources/metrics-address";
import type { MetricsAccess } from "../core/access/metrics-access";
import type { AnalysisSettings } from "../core/analysis-settings";
import { openAccess } from "./access";
import { createPrometheus } from "./client";
import type { Prometheus } from "./client";
import { directTransport } from "./direct-transport";
import { proxyTransport } from "./proxy-transport";

/**
 * Opens the Prometheus that the settings name.
 * @param environment - variables that credentials for a direct address are read from
 * @param path - of another interface that answers as Prometheus does, such as Loki's
 * @throws {Error} when a name has no value
 */
export function openPrometheus(
  cluster: Pick<Cluster, "raw">,
  analysis: MetricsAccess & Pick<AnalysisSettings, "requestTimeoutSeconds">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  path?: string,
): Prometheus {
  const { prometheus, requestTimeoutSeconds: timeoutSeconds } = analysis;
  const address = parseMetricsAddress(prometheus);
  const root = path === undefined ? {} : { path };
  if (address.kind === "service") {
    const transport = proxyTransport(cluster, address.proxyPath, prometheus);
    return createPrometheus({ transport, timeoutSeconds, ...root });
  }
  const access = openAccess(analysis, environment);
  const { secrets } = access;
  return createPrometheus({
    transport: directTransport(address.url, access),
    timeoutSeconds,
    secrets,
    ...root,
  });
}
