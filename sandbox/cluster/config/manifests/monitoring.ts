import { PORTS } from "../../network/addresses";
import type { KubernetesObject } from "../../network/api-client";
import { PAUSE_IMAGE } from "../containerd-config";

const NAMESPACE = "monitoring";
const NAME = "prometheus";

/**
 * The Service of Prometheus, which runs as a process of the node.
 * The API server's service proxy leads to pods only. So a pod on the node's own network represents the process: it has
 * the node's address, does nothing, and is ready while Prometheus is.
 */
export function planMonitoring(): KubernetesObject[] {
  const labels = { "app.kubernetes.io/name": NAME };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: NAME, namespace: NAMESPACE, labels },
      spec: {
        selector: labels,
        ports: [{ name: "http", port: PORTS.prometheus, targetPort: PORTS.prometheus }],
      },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: NAME, namespace: NAMESPACE, labels },
      spec: {
        hostNetwork: true,
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        tolerations: [{ operator: "Exists" }],
        containers: [
          {
            name: "stand-in",
            image: PAUSE_IMAGE,
            readinessProbe: {
              httpGet: { path: "/-/ready", port: PORTS.prometheus },
              periodSeconds: 1,
              failureThreshold: 2,
            },
          },
        ],
      },
    },
  ];
}
