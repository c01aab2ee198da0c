import { NODE_ADDRESS, PORTS } from "../../network/addresses";
import type { KubernetesObject } from "../../network/api-client";

/** The Service of PostgreSQL, which runs as a process of the node: `postgres.database.svc.cluster.local:5432`. */
export function planDatabase(): KubernetesObject[] {
  const metadata = { name: "postgres", namespace: "database" };
  const port = { name: "postgres", port: PORTS.postgres };
  return [
    { apiVersion: "v1", kind: "Service", metadata, spec: { ports: [port] } },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...metadata, labels: { "kubernetes.io/service-name": metadata.name } },
      addressType: "IPv4",
      endpoints: [{ addresses: [NODE_ADDRESS], conditions: { ready: true } }],
      ports: [port],
    },
  ];
}
