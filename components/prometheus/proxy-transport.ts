import { ApiError } from "../cluster/api-error";
import type { Cluster } from "../cluster/api";
import { TooLargeError } from "./transport";
import type { MetricsTransport } from "./transport";

/**
 * To Prometheus through the API server's service proxy, with the cluster's own credentials.
 * @param proxyPath - see `parseMetricsAddress`
 */
export function proxyTransport(
  cluster: Pick<Cluster, "raw">,
  proxyPath: string,
  address: string,
): MetricsTransport {
  return {
    name: address,
    async get(pathAndQuery, { timeoutMs, maxBytes, signal }) {
      const options = { timeoutMs, maxBytes, ...(signal === undefined ? {} : { signal }) };
      try {
        return await cluster.raw("GET", proxyPath + pathAndQuery, options);
      } catch (error) {
        if (error instanceof ApiError && error.reason === "TooLarge") throw new TooLargeError(maxBytes);
        throw error;
      }
    },
  };
}
