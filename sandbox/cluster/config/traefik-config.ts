import { NODE_ADDRESS, PORTS } from "../network/addresses";

/** Upper bounds of the request duration histogram, seconds: those of OpenTelemetry's HTTP conventions. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Plans Traefik's static configuration: Gateway API, Ingresses of class nginx and IngressRoutes on a plain entry
 * point and one with TLS, changes taken at once, metrics by service, router and entry point.
 * @see https://doc.traefik.io/traefik/v3.7/reference/install-configuration/configuration-options/
 */
export function planTraefikConfig(): object {
  return {
    entryPoints: {
      // A route without an entry point is on the plain one alone.
      web: { address: `:${PORTS.gateway}`, asDefault: true },
      websecure: { address: `:${PORTS.gatewayTls}` },
      metrics: { address: `127.0.0.1:${PORTS.traefikMetrics}` },
    },
    providers: {
      providersThrottleDuration: "0s",
      kubernetesGateway: { throttleDuration: "0s", statusAddress: { ip: NODE_ADDRESS } },
      kubernetesIngressNGINX: {
        throttleDuration: "0s",
        httpEntryPoint: "web",
        httpsEntryPoint: "websecure",
        publishStatusAddress: [NODE_ADDRESS],
      },
      kubernetesCRD: { throttleDuration: "0s" },
    },
    metrics: {
      prometheus: {
        entryPoint: "metrics",
        addServicesLabels: true,
        addRoutersLabels: true,
        addEntryPointsLabels: true,
        buckets: DURATION_BUCKETS,
      },
    },
    ping: { entryPoint: "metrics" },
    log: { level: "INFO" },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
  };
}
