import { toContainerSecurity } from "../workload/pod-template";
import type { ConfigurationObject } from "../revision/revision";
import type { WorkloadSpec } from "../workload/workload";
import { renderNginx } from "./render-nginx";
import { renderRules } from "./render-rules";
import { wafContainer, wafFiles } from "./waf";
import type { WafSpec } from "./waf";

/** Name of the port that the app itself listens on, behind the firewall: nothing outside of the pod connects to it. */
export const hiddenPort = "app";

const configName = (app: string): string => `${app}-waf`;

const configVolume = "waf-config";
const scratchVolume = "waf-tmp";
/** Names of the pods' volumes that are the firewall's. */
export const sidecarVolumes = [configVolume, scratchVolume];

/** User of the image. */
const user = 65_532;

/**
 * The firewall as a native sidecar: it runs before the app starts and until the app has ended. Its probes ask itself, the
 * app's ask the app.
 * @param app - where its metrics are; nowhere where nobody knows it
 */
export function toSidecar(
  waf: WafSpec,
  { metrics }: { readonly metrics: WorkloadSpec["metrics"] | undefined },
) {
  const ready = { httpGet: { path: "/waf/ready", port: waf.metricsPort } };
  return {
    name: wafContainer,
    image: waf.image,
    restartPolicy: "Always",
    args: [
      "-port",
      String(waf.port),
      "-metrics-port",
      String(waf.metricsPort),
      ...(metrics === undefined ? [] : ["-app-metrics", `http://127.0.0.1:${metrics.port}${metrics.path}`]),
    ],
    resources: { requests: { ...waf.resources.requests }, limits: { ...waf.resources.limits } },
    startupProbe: { ...ready, periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 60 },
    // A dead firewall ends its container and is not ready at once, one that hangs after a minute. A busy one says that it is
    // ready, late where it gets too little of the processors: without its pod the load would go to the next, and so on
    // until none is left to serve.
    readinessProbe: { ...ready, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 15 },
    livenessProbe: { ...ready, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
    securityContext: {
      ...toContainerSecurity(),
      runAsNonRoot: true,
      runAsUser: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
      { name: configVolume, mountPath: wafFiles.config, readOnly: true },
      { name: scratchVolume, mountPath: wafFiles.scratch },
    ],
  };
}

/** Volumes of the firewall: its configuration, which is released with the pods, and bodies that are too large for memory. */
export function toSidecarVolumes(app: string) {
  return [
    { name: configVolume, configMap: { name: configName(app) } },
    { name: scratchVolume, emptyDir: {} },
  ];
}

/**
 * Ports of the pods, by the names that Services and probes know. The app's container declares them all: a Service finds a
 * sidecar's port by its name only from Kubernetes 1.33 on, and a number would be another one in pods without the firewall.
 */
export function toFilteredPorts(waf: WafSpec, { port }: Pick<WorkloadSpec, "port">) {
  return [
    { name: "http", containerPort: waf.port, protocol: "TCP" },
    { name: "metrics", containerPort: waf.metricsPort, protocol: "TCP" },
    { name: hiddenPort, containerPort: port, protocol: "TCP" },
  ];
}

/** Configuration of the firewall, released with the pods. */
export function toWafConfiguration(
  app: string,
  waf: WafSpec,
  { port }: Pick<WorkloadSpec, "port">,
): ConfigurationObject {
  return {
    kind: "ConfigMap",
    name: configName(app),
    data: { "nginx.conf": renderNginx(waf, port), "modsecurity.conf": renderRules(waf) },
  };
}
