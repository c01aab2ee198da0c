import { PORTS } from "../../network/addresses";
import type { KubernetesObject } from "../../network/api-client";

/** Name and namespace of the sandbox's Gateway, and the Secret with its certificate. */
export const GATEWAY = { name: "sluice", namespace: "gateway", certificate: "edge-certificate" } as const;

/**
 * The gateway: listeners "http" and "https" that take routes from every namespace.
 * @param controllerName - of its class
 */
export function planGateway(controllerName: string): KubernetesObject[] {
  const { name, namespace, certificate } = GATEWAY;
  const allowedRoutes = { namespaces: { from: "All" } };
  return [
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name },
      spec: { controllerName },
    },
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name, namespace },
      spec: {
        gatewayClassName: name,
        listeners: [
          { name: "http", protocol: "HTTP", port: PORTS.gateway, allowedRoutes },
          {
            name: "https",
            protocol: "HTTPS",
            port: PORTS.gatewayTls,
            tls: { mode: "Terminate", certificateRefs: [{ name: certificate }] },
            allowedRoutes,
          },
        ],
      },
    },
  ];
}

/** The class of Ingresses. */
export function planIngressClass(): KubernetesObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "nginx" },
    spec: { controller: "k8s.io/ingress-nginx" },
  };
}
