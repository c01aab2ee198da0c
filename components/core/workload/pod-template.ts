import type { EnvironmentVariables, ProbeSpec, WorkloadSpec } from "./workload";

/** Name of the container that serves, in every pod of Sluice. */
export const appContainer = "app";

/** Environment of every container, unless the configuration names the same variable. */
const podVariables = [
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  { name: "TRACK", valueFrom: { fieldRef: { fieldPath: "metadata.labels['sluice.dev/track']" } } },
] as const;

/** `env` of a container, by name; Secrets are referred to, never read. */
export function toVariables(...environments: readonly EnvironmentVariables[]) {
  const plain = Object.assign({}, ...environments.map((each) => each.plain)) as EnvironmentVariables["plain"];
  const secret = Object.assign(
    {},
    ...environments.map((each) => each.secret),
  ) as EnvironmentVariables["secret"];
  return [
    ...Object.entries(plain)
      .filter(([name]) => !(name in secret))
      .map(([name, value]) => ({ name, value })),
    ...Object.entries(secret).map(([name, ref]) => ({
      name,
      valueFrom: { secretKeyRef: { name: ref.secret, key: ref.key } },
    })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Pod-level fields that the restricted Pod Security Standard demands. */
export function toPodSecurity(workload: Pick<WorkloadSpec, "user">) {
  return {
    runAsNonRoot: true,
    ...(workload.user === undefined ? {} : { runAsUser: workload.user }),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Container-level fields that the restricted Pod Security Standard demands. */
export function toContainerSecurity() {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: true,
  };
}

/** `resources` of a container. */
export function toResources({ resources }: Pick<WorkloadSpec, "resources">) {
  return { requests: { ...resources.requests }, limits: { ...resources.limits } };
}

const toProbe = (probe: ProbeSpec) => ({
  httpGet: { path: probe.path, port: "http" },
  periodSeconds: probe.periodSeconds,
  timeoutSeconds: probe.timeoutSeconds,
  failureThreshold: probe.failureThreshold,
});

/** Ports of a pod: the app's, and the metrics' where that is another one. */
function toPorts(workload: Pick<WorkloadSpec, "port" | "metrics">) {
  const http = { name: "http", containerPort: workload.port, protocol: "TCP" };
  const metrics = { name: "metrics", containerPort: workload.metrics.port, protocol: "TCP" };
  return workload.metrics.port === workload.port ? [http] : [http, metrics];
}

/**
 * Pod template of an app, without the labels of a track.
 * @param image - with digest
 */
export function toPodTemplate(app: string, image: string, workload: WorkloadSpec) {
  const labels = { "app.kubernetes.io/name": app };
  const own = toVariables(workload.env);
  return {
    metadata: {
      labels,
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": String(workload.metrics.port),
        "prometheus.io/path": workload.metrics.path,
      },
    },
    spec: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(workload.serviceAccount === undefined ? {} : { serviceAccountName: workload.serviceAccount }),
      ...(workload.imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: workload.imagePullSecrets.map((name) => ({ name })) }),
      securityContext: toPodSecurity(workload),
      terminationGracePeriodSeconds: workload.drainSeconds + workload.stopSeconds,
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: labels },
        },
      ],
      containers: [
        {
          name: appContainer,
          image,
          ...(workload.command === undefined ? {} : { command: [...workload.command] }),
          ...(workload.args === undefined ? {} : { args: [...workload.args] }),
          ports: toPorts(workload),
          env: [...podVariables.filter(({ name }) => !own.some((each) => each.name === name)), ...own],
          resources: toResources(workload),
          startupProbe: toProbe(workload.probes.startup),
          readinessProbe: toProbe(workload.probes.readiness),
          livenessProbe: toProbe(workload.probes.liveness),
          // The kubelet's own sleep: works in images without a shell, and keeps the pod serving while routers follow.
          lifecycle: { preStop: { sleep: { seconds: workload.drainSeconds } } },
          securityContext: toContainerSecurity(),
          terminationMessagePolicy: "FallbackToLogsOnError",
          volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        },
      ],
      volumes: [{ name: "tmp", emptyDir: {} }],
    },
  };
}
