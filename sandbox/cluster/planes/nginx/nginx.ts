import { readFileSync } from "node:fs";
import path from "node:path";
import { GATEWAY, planIngressClass } from "../../config/manifests/gateway";
import { planEdgeCertificate } from "../../config/manifests/edge-certificate";
import { PAUSE_IMAGE } from "../../config/containerd-config";
import { PORTS, NODE_ADDRESS } from "../../network/addresses";
import type { DataPlane } from "../plane";
import { adaptTemplate } from "./template";

const TEMPLATE = "nginx.tmpl";

/** Name of the controller's pod and settings, in the gateway's namespace. */
const NAME = "ingress-nginx";

const modules = ["ndk_http", "ngx_http_lua", "ngx_http_headers_more_filter", "ngx_stream"];

/** Settings that Debian's nginx 1.22 needs, and one worker, so that its share is drawn from one row of numbers. */
const settings = {
  "use-http2": "false",
  "worker-processes": "1",
  "disable-access-log": "true",
  "main-snippet": [
    ...modules.map((name) => `load_module /usr/lib/nginx/modules/${name}_module.so;`),
    "user root;",
  ].join("\n"),
  "http-snippet": "uwsgi_temp_path /tmp/nginx/u;\nscgi_temp_path /tmp/nginx/s;",
};

// The controller has its paths built in; it sees its own files there, in a mount namespace that ends with it.
const START = `set -e
mount --make-rprivate /
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p /tmp/nginx /tmp/points/nginx /tmp/points/ingress-controller
mount -t overlay -o "lowerdir=$debian/usr:/usr" overlay /usr
mount -t overlay -o lowerdir=/tmp/points:/etc overlay /etc
mount -t tmpfs tmpfs /var/log
mount -t tmpfs tmpfs /etc/nginx
mount -t tmpfs tmpfs /etc/ingress-controller
mkdir -p /var/log/nginx /etc/ingress-controller/ssl /etc/ingress-controller/auth /etc/ingress-controller/telemetry /etc/ingress-controller/geoip
cp -r "$files"/. /etc/nginx/
cp "$template" /etc/nginx/template/nginx.tmpl
cp "$debian/etc/nginx/mime.types" /etc/nginx/
cp -r "$lua"/. /etc/nginx/lua/
exec "$@"`;

/** ingress-nginx: its controller and Lua, as they are released, on Debian's nginx. */
export const nginx: DataPlane = {
  name: "nginx",
  about: "ingress-nginx 1.11 on Debian's nginx 1.22: Ingresses of class nginx",
  tools: ["ingress-nginx", "debian-nginx"],
  definitions: [],
  ports: { http: PORTS.gateway, https: PORTS.gatewayTls },
  metrics: { job: NAME, port: PORTS.nginxHealth },
  hasGateway: false,
  files: ({ toolFolder }) => ({
    [TEMPLATE]: adaptTemplate(
      readFileSync(path.join(toolFolder("ingress-nginx"), "nginx/template/nginx.tmpl"), "utf8"),
    ),
  }),
  daemons: ({ program, config, kubeconfig, toolFolder }) => {
    const debian = path.join(toolFolder("debian-nginx"), "root");
    const flags = {
      kubeconfig: kubeconfig("admin"),
      configmap: `${GATEWAY.namespace}/${NAME}`,
      "ingress-class": "nginx",
      "controller-class": "k8s.io/ingress-nginx",
      "default-ssl-certificate": `${GATEWAY.namespace}/${GATEWAY.certificate}`,
      "publish-status-address": NODE_ADDRESS,
      "http-port": PORTS.gateway,
      "https-port": PORTS.gatewayTls,
      "default-server-port": PORTS.nginxDefault,
      "profiler-port": PORTS.nginxProfiler,
      "status-port": PORTS.nginxStatus,
      "stream-port": PORTS.nginxStream,
      "healthz-port": PORTS.nginxHealth,
      "enable-metrics": true,
      "metrics-per-host": false,
      "post-shutdown-grace-period": 0,
    };
    const command = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    return [
      {
        name: NAME,
        autostart: false,
        command: [
          "unshare",
          "--mount",
          "--pid",
          "--fork",
          "--kill-child=KILL",
          "--mount-proc",
          "/bin/sh",
          "-c",
          START,
          "sh",
          program("ingress-nginx"),
          ...command,
        ],
        env: {
          debian,
          files: path.join(toolFolder("ingress-nginx"), "nginx"),
          template: config(TEMPLATE),
          lua: path.join(__dirname, "lua"),
          NGINX_BINARY: "/usr/sbin/nginx",
          LD_LIBRARY_PATH: `${debian}/lib/x86_64-linux-gnu`,
          POD_NAME: NAME,
          POD_NAMESPACE: GATEWAY.namespace,
        },
      },
    ];
  },
  objects: (certificate) => [
    planEdgeCertificate(certificate),
    planIngressClass(),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: NAME, namespace: GATEWAY.namespace },
      data: settings,
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: NAME, namespace: GATEWAY.namespace },
      // The controller wants to see its own pod; this one is never run by anybody.
      spec: { schedulerName: "none", containers: [{ name: "stand-in", image: PAUSE_IMAGE }] },
    },
  ],
};
