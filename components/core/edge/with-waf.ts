import type { toPodTemplate } from "../workload/pod-template";
import type { WorkloadSpec } from "../workload/workload";
import { hiddenPort, toFilteredPorts, toSidecar, toSidecarVolumes } from "./sidecar";
import type { WafSpec } from "./waf";

type PodTemplate = ReturnType<typeof toPodTemplate>;
type Probe = PodTemplate["spec"]["containers"][number]["readinessProbe"];

const toHidden = (probe: Probe): Probe => ({ ...probe, httpGet: { ...probe.httpGet, port: hiddenPort } });

/** Puts a firewall before the app's container: what came to the app's ports comes to the firewall's. */
export function withWaf(template: PodTemplate, app: string, waf: WafSpec, workload: WorkloadSpec) {
  const { metadata, spec } = template;
  const annotations = { ...metadata.annotations, "prometheus.io/port": String(waf.metricsPort) };
  return {
    metadata: { ...metadata, annotations },
    spec: {
      ...spec,
      initContainers: [toSidecar(waf, workload)],
      containers: spec.containers.map((container) => ({
        ...container,
        ports: toFilteredPorts(waf, workload),
        startupProbe: toHidden(container.startupProbe),
        readinessProbe: toHidden(container.readinessProbe),
        livenessProbe: toHidden(container.livenessProbe),
      })),
      volumes: [...spec.volumes, ...toSidecarVolumes(app)],
    },
  };
}
