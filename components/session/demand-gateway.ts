import { ApiError } from "../cluster/api-error";
import { RunEnd } from "./failure";
import type { Session } from "./session";

/**
 * Refuses before anything is touched when there is no such Gateway: no router would ever take the route, and a
 * promotion would wait its whole time for one. An account that may not look there goes on.
 * @throws {RunEnd} with code 2
 */
export async function demandGateway({ cluster, settings }: Session): Promise<void> {
  const { name, namespace } = settings.traffic.gateway;
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways/${name}`;
  try {
    if ((await cluster.find(path)) !== undefined) return;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return;
    throw error;
  }
  throw new RunEnd(
    "usage",
    `Cannot route traffic to "${settings.app}": sluice:traffic.gateway must name a Gateway (gateway.networking.k8s.io/v1) of the cluster: got "${namespace}/${name}", which is not there; kubectl --context ${settings.cluster.context} get gateways -A lists those that are`,
  );
}
