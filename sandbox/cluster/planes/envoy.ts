import { planEdgeCertificate } from "../config/manifests/edge-certificate";
import { GATEWAY, planGateway } from "../config/manifests/gateway";
import { PORTS } from "../network/addresses";
import type { DataPlane } from "./plane";

const CONFIG = "contour.json";
const BOOTSTRAP = "envoy.json";

/** Contour lets Envoy listen at the port of a Gateway's listener and this. */
const SHIFT = 8000;

/** Types of routes that Contour takes for granted, in versions that the installed definitions no longer have. */
const ABSENT = ["tlsroutes", "tcproutes", "backendtlspolicies"];

const NAMESPACE = "projectcontour";

// Without a virtual host Contour gives Envoy no listener, and nothing answers before the first release.
const anyRoute = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "listeners", namespace: GATEWAY.namespace },
  spec: {
    parentRefs: [{ name: GATEWAY.name }],
    hostnames: ["listeners.sandbox.internal"],
    rules: [
      {
        filters: [
          {
            type: "RequestRedirect",
            requestRedirect: { path: { type: "ReplaceFullPath", replaceFullPath: "/" } },
          },
        ],
      },
    ],
  },
};

/** Envoy, which Contour gives what Gateways and HTTPRoutes ask for. */
export const envoy: DataPlane = {
  name: "envoy",
  about: "Envoy 1.40 by Contour 1.33: HTTPRoutes",
  tools: ["contour", "envoy"],
  definitions: [
    {
      name: "contour",
      module: "github.com/projectcontour/contour",
      version: "v1.33.8",
      checksum: "h1:QoOfwqWws+CVRFpsRC2+f1DmB5IdurtyUtepIsiWfE0=",
      folder: "examples/contour",
      has: (file) => file === "01-crds.yaml",
    },
  ],
  ports: { http: PORTS.gateway + SHIFT, https: PORTS.gatewayTls + SHIFT },
  metrics: { job: "envoy", port: PORTS.envoyMetrics, path: "/stats/prometheus" },
  hasGateway: true,
  files: () => ({
    [CONFIG]: { gateway: { gatewayRef: { name: GATEWAY.name, namespace: GATEWAY.namespace } } },
  }),
  daemons: ({ program, config, kubeconfig, paths }) => [
    {
      name: "contour",
      autostart: false,
      command: [
        program("contour"),
        "serve",
        `--kubeconfig=${kubeconfig("admin")}`,
        `--config-path=${config(CONFIG)}`,
        "--insecure",
        "--disable-leader-election",
        "--xds-address=127.0.0.1",
        `--xds-port=${PORTS.contourXds}`,
        "--http-address=127.0.0.1",
        `--http-port=${PORTS.contourMetrics}`,
        "--health-address=127.0.0.1",
        `--health-port=${PORTS.contourMetrics}`,
        "--stats-address=127.0.0.1",
        `--stats-port=${PORTS.envoyMetrics}`,
        ...ABSENT.map((types) => `--disable-feature=${types}`),
      ],
      env: { CONTOUR_NAMESPACE: NAMESPACE },
    },
    {
      name: "envoy",
      autostart: false,
      command: [
        "/bin/sh",
        "-c",
        '"$contour" bootstrap --xds-address=127.0.0.1 --xds-port="$port" --admin-address="$admin" "$bootstrap" && exec "$envoy" -c "$bootstrap" --service-cluster "$CONTOUR_NAMESPACE" --service-node sandbox --disable-hot-restart --concurrency 2 --log-level warn',
      ],
      env: {
        contour: program("contour"),
        envoy: program("envoy"),
        port: `${PORTS.contourXds}`,
        admin: `${paths.runDir}/envoy-admin.sock`,
        bootstrap: config(BOOTSTRAP),
        CONTOUR_NAMESPACE: NAMESPACE,
      },
    },
  ],
  objects: (certificate) => [
    planEdgeCertificate(certificate),
    ...planGateway("projectcontour.io/gateway-controller"),
    anyRoute,
  ],
};
