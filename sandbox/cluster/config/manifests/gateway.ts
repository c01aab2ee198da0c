import { PORTS } from "../../network/addresses";
import type { KubernetesObject } from "../../network/api-client";

/** Name and namespace of the sandbox's Gateway. */
export const GATEWAY = { name: "sluice", namespace: "gateway" } as const;

/** The gateway: one listener "http" that takes routes from every namespace, and the class of Ingresses. */
export function planGateway(): KubernetesObject[] {
  return [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: GATEWAY.name },
      spec: { controllerName: "traefik.io/gateway-controller" },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: GATEWAY,
      spec: {
        gatewayClassName: GATEWAY.name,
        listeners: [
          {
            name: "http",
            protocol: "HTTP",
            port: PORTS.gateway,
            allowedRoutes: { namespaces: { from: "All" } },
          },
        ],
      },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "nginx" },
      // Traefik reads the annotations of ingress-nginx and takes its place.
      spec: { controller: "k8s.io/ingress-nginx" },
    },
  ];
}
