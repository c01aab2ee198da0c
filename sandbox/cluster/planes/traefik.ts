import { planEdgeCertificate } from "../config/manifests/edge-certificate";
import { GATEWAY, planGateway, planIngressClass } from "../config/manifests/gateway";
import { planTraefikConfig } from "../config/traefik-config";
import { PORTS } from "../network/addresses";
import type { DataPlane } from "./plane";

const CONFIG = "traefik.json";

/** Traefik: Gateway API, Ingresses with the annotations of ingress-nginx, and IngressRoutes. */
export const traefik: DataPlane = {
  name: "traefik",
  about: "Traefik 3.7: HTTPRoutes, Ingresses of class nginx, IngressRoutes",
  tools: [],
  definitions: [],
  ports: { http: PORTS.gateway, https: PORTS.gatewayTls },
  metrics: { job: "traefik", port: PORTS.traefikMetrics },
  hasGateway: true,
  files: () => ({ [CONFIG]: planTraefikConfig() }),
  daemons: ({ program, config, kubeconfig }) => [
    {
      name: "traefik",
      autostart: false,
      command: [program("traefik"), `--configFile=${config(CONFIG)}`],
      // It takes no silence of the API server for its end, so that a test can cut it off for as long as it needs to.
      env: { KUBECONFIG: kubeconfig("admin"), HTTP2_READ_IDLE_TIMEOUT_SECONDS: "300" },
    },
  ],
  objects: (certificate) => [
    planEdgeCertificate(certificate),
    ...planGateway("traefik.io/gateway-controller"),
    // Traefik reads the annotations of ingress-nginx and takes its place.
    planIngressClass(),
    {
      apiVersion: "traefik.io/v1alpha1",
      kind: "TLSStore",
      // Traefik takes the default one of any namespace, by this name, for what names no certificate.
      metadata: { name: "default", namespace: GATEWAY.namespace },
      spec: { defaultCertificate: { secretName: GATEWAY.certificate } },
    },
  ],
};
