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
 * @throws {Error} when a name has no value
 */
export function openPrometheus(
  cluster: Pick<Cluster, "raw">,
  analysis: MetricsAccess & Pick<AnalysisSettings, "requestTimeoutSeconds">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Prometheus {
  const { prometheus, requestTimeoutSeconds: timeoutSeconds } = analysis;
  const address = parseMetricsAddress(prometheus);
  if (address.kind === "service") {
    const transport = proxyTransport(cluster, address.proxyPath, prometheus);
    return createPrometheus({ transport, timeoutSeconds });
  }
  const access = openAccess(analysis, environment);
  const { secrets } = access;
  return createPrometheus({ transport: directTransport(address.url, access), timeoutSeconds, secrets });
}
