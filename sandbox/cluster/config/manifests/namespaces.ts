import type { KubernetesObject } from "../../network/api-client";

/** The sandbox's own namespaces. */
export function planNamespaces(): KubernetesObject[] {
  return ["gateway", "monitoring", "database"].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  }));
}
