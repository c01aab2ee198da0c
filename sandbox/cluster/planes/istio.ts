import { GATEWAY } from "../config/manifests/gateway";
import { NODE_ADDRESS, PORTS } from "../network/addresses";
import type { DataPlane } from "./plane";

const MESH = "mesh.json";
const NETWORKS = "networks.json";
const BOOTSTRAP = "istio-envoy.json";

const VERSION = "1.31.0";
const CLUSTER = "Kubernetes";
const SYSTEM = "istio-system";

/** Labels of the proxy, by which Istio's Gateway finds it. */
const labels = { istio: "ingressgateway" };

const mesh = {
  rootNamespace: SYSTEM,
  enableAutoMtls: false,
  enableTracing: false,
  enablePrometheusMerge: false,
  defaultConfig: { discoveryAddress: `127.0.0.1:${PORTS.istiodXds}` },
};

/** Parts of istiod that only Istio's own build of Envoy, or a cluster with webhooks, can follow. */
const absent = {
  PILOT_ENABLE_ALPN_FILTER: "false",
  PILOT_ENABLE_METADATA_EXCHANGE: "false",
  PILOT_ENABLE_TELEMETRY_LABEL: "false",
  PILOT_ENDPOINT_TELEMETRY_LABEL: "false",
  PILOT_ENABLE_GATEWAY_API: "false",
  PILOT_ENABLE_AMBIENT: "false",
  PILOT_ENABLE_IP_AUTOALLOCATE: "false",
  PILOT_ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION: "false",
  ENABLE_LEADER_ELECTION: "false",
  ENABLE_CA_SERVER: "false",
  PILOT_CERT_PROVIDER: "none",
  INJECT_ENABLED: "false",
  INJECTION_WEBHOOK_CONFIG_NAME: "",
  VALIDATION_WEBHOOK_CONFIG_NAME: "",
};

const name = "istio-ingressgateway";
const domain = `${GATEWAY.namespace}.svc.cluster.local`;
const xds = "xds-grpc";
const ads = { ads: {}, resource_api_version: "V3" };

// Names of counters end with ";" here, and Envoy's own rules would cut them at their first dot.
const tags = [
  { tag_name: "cluster_name", regex: "^cluster(\\.(.+);)" },
  { tag_name: "response_code", regex: "_rq(_(\\d{3}))$" },
  { tag_name: "response_code_class", regex: "_rq(_(\\dxx))$" },
];

const bootstrap = {
  node: {
    id: `router~${NODE_ADDRESS}~${name}.${GATEWAY.namespace}~${domain}`,
    cluster: `${name}.${GATEWAY.namespace}`,
    metadata: {
      NAME: name,
      NAMESPACE: GATEWAY.namespace,
      CLUSTER_ID: CLUSTER,
      ISTIO_VERSION: VERSION,
      MESH_ID: "cluster.local",
      SERVICE_ACCOUNT: name,
      INSTANCE_IPS: NODE_ADDRESS,
      LABELS: labels,
      PROXY_CONFIG: {},
    },
  },
  admin: { address: { socket_address: { address: "127.0.0.1", port_value: PORTS.istioEnvoy } } },
  dynamic_resources: {
    lds_config: ads,
    cds_config: ads,
    ads_config: {
      api_type: "DELTA_GRPC",
      transport_api_version: "V3",
      grpc_services: [{ envoy_grpc: { cluster_name: xds } }],
    },
  },
  static_resources: {
    clusters: [
      {
        name: xds,
        type: "STATIC",
        connect_timeout: "1s",
        typed_extension_protocol_options: {
          "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
            "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
            explicit_http_config: { http2_protocol_options: {} },
          },
        },
        load_assignment: {
          cluster_name: xds,
          endpoints: [
            {
              lb_endpoints: [
                {
                  endpoint: {
                    address: { socket_address: { address: "127.0.0.1", port_value: PORTS.istiodXds } },
                  },
                },
              ],
            },
          ],
        },
      },
    ],
  },
  stats_config: {
    use_all_default_tags: false,
    stats_tags: tags,
    stats_matcher: { inclusion_list: { patterns: [{ prefix: "cluster.outbound" }] } },
  },
};

/** Envoy as it is released, which istiod gives what VirtualServices ask for. */
export const istio: DataPlane = {
  name: "istio",
  about: "Envoy 1.40 by istiod 1.31: VirtualServices",
  tools: ["istiod", "envoy"],
  definitions: [],
  ports: { http: PORTS.gateway, https: PORTS.gatewayTls },
  metrics: { job: "istio", port: PORTS.istioEnvoy, path: "/stats/prometheus" },
  hasGateway: false,
  files: () => ({ [MESH]: mesh, [NETWORKS]: { networks: {} }, [BOOTSTRAP]: bootstrap }),
  daemons: ({ program, config, kubeconfig }) => [
    {
      name: "istiod",
      autostart: false,
      command: [
        program("pilot-discovery"),
        "discovery",
        `--kubeconfig=${kubeconfig("admin")}`,
        `--meshConfig=${config(MESH)}`,
        `--networksConfig=${config(NETWORKS)}`,
        `--grpcAddr=127.0.0.1:${PORTS.istiodXds}`,
        `--httpAddr=127.0.0.1:${PORTS.istiodReady}`,
        `--monitoringAddr=127.0.0.1:${PORTS.istiodMetrics}`,
        "--secureGRPCAddr=",
        "--httpsAddr=",
        "--ctrlz_port=0",
        "--profile=false",
      ],
      env: {
        ...absent,
        POD_NAME: "istiod",
        POD_NAMESPACE: SYSTEM,
        REVISION: "default",
        CLUSTER_ID: CLUSTER,
      },
    },
    {
      name: "envoy",
      autostart: false,
      command: [
        program("envoy"),
        "-c",
        config(BOOTSTRAP),
        "--disable-hot-restart",
        "--concurrency",
        "2",
        "--log-level",
        "warn",
      ],
    },
  ],
  objects: () => [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: SYSTEM } },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: GATEWAY.name, namespace: GATEWAY.namespace },
      spec: {
        selector: labels,
        servers: [{ port: { number: PORTS.gateway, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
      },
    },
  ],
};
