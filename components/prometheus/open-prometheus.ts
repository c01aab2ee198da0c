import type { Cluster } from "../cluster/api";
import { parseMetricsAddress } from "../core/metrics-address";
import type { AnalysisSettings } from "../core/settings";
import { createPrometheus } from "./client";
import type { Prometheus } from "./client";
import { directTransport } from "./direct-transport";
import { proxyTransport } from "./proxy-transport";

/**
 * Opens the Prometheus that the settings name.
 * @param environment - where a bearer token for a direct address is found by name
 * @throws {Error} when the environment variable of the token is not set
 */
export function openPrometheus(
  cluster: Pick<Cluster, "raw">,
  analysis: Pick<AnalysisSettings, "prometheus" | "tokenFrom" | "requestTimeoutSeconds">,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Prometheus {
  const { prometheus, tokenFrom, requestTimeoutSeconds: timeoutSeconds } = analysis;
  const address = parseMetricsAddress(prometheus);
  if (address.kind === "service") {
    const transport = proxyTransport(cluster, address.proxyPath, prometheus);
    return createPrometheus({ transport, timeoutSeconds });
  }
  const bearer = tokenFrom === undefined ? undefined : environment[tokenFrom];
  if (tokenFrom !== undefined && !bearer) {
    throw new Error(
      `Cannot ask Prometheus at "${prometheus}": environment variable ${tokenFrom} (sluice:analysis.tokenFrom) must hold a bearer token: got nothing`,
    );
  }
  const secrets = bearer === undefined ? [] : [bearer];
  return createPrometheus({ transport: directTransport(address.url, bearer), timeoutSeconds, secrets });
}
