/** Address of the node inside the sandbox's network namespace; every sandbox has the same ones. */
export const NODE_ADDRESS = "10.77.0.1";

/** Addresses of pods. */
export const POD_CIDR = "10.244.0.0/24";

/** Addresses of Services. */
export const SERVICE_CIDR = "10.96.0.0/16";

/** The API server's own Service address: the first of {@link SERVICE_CIDR}. */
export const API_SERVICE_ADDRESS = "10.96.0.1";

/** Ports inside the sandbox's network namespace. */
export const PORTS = {
  etcd: 2379,
  etcdPeer: 2380,
  api: 6443,
  registry: 5000,
  gateway: 80,
  gatewayTls: 443,
  traefikMetrics: 8082,
  contourXds: 8001,
  envoyMetrics: 8002,
  contourMetrics: 8003,
  istiodXds: 15010,
  istiodMetrics: 15014,
  istiodReady: 15080,
  istioEnvoy: 15000,
  nginxDefault: 10240,
  nginxProfiler: 10241,
  nginxStatus: 10242,
  nginxStream: 10243,
  nginxHealth: 10244,
  prometheus: 9090,
  postgres: 5432,
  dns: 53,
  dnsReady: 8181,
} as const;
