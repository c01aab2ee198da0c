import { GATEWAY } from "../../../../sandbox/cluster/config/manifests/gateway";
import { PORTS } from "../../../../sandbox/cluster/network/addresses";
import type { App } from "../app";
import { writeObjects } from "../write-objects";

/** Gateway of another namespace than the app's. */
export const shopGateway = { name: "shop", namespace: GATEWAY.namespace } as const;

/**
 * Makes that Gateway, whose https listener names a Secret of the app's namespace.
 * @returns removes it
 */
export async function addShopGateway(app: App, secret: string): Promise<() => Promise<void>> {
  const allowedRoutes = { namespaces: { from: "All" } };
  const tls = { mode: "Terminate", certificateRefs: [{ name: secret, namespace: app.namespace }] };
  const gateway = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: shopGateway,
    spec: {
      gatewayClassName: GATEWAY.name,
      listeners: [
        { name: "http", protocol: "HTTP", port: PORTS.gateway, allowedRoutes },
        { name: "https", protocol: "HTTPS", port: PORTS.gatewayTls, tls, allowedRoutes },
      ],
    },
  };
  const place = ["-n", shopGateway.namespace];
  await app.kubectl(...place, "apply", "-f", await writeObjects(app, "shop", [gateway]));
  return async () => void (await app.kubectl(...place, "delete", "gateway", shopGateway.name));
}
