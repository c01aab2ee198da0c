import { createHash } from "node:crypto";
import { isLoopback } from "../../access/secure-address";
import { objectNames } from "../../settings";
import type { Settings } from "../../settings";
import { toContainerSecurity } from "../pod-template";
import type { WatchdogSettings } from "./watchdog-settings";

/** Environment variable with the settings of a watchdog, JSON. */
const settingsVariable = "SLUICE_SETTINGS";

/** Environment variable with the version of the runs, which a watchdog's image is to have. */
export const versionVariable = "SLUICE_RUN_VERSION";

/** Annotation of the Job: attempt and settings that it was started for. */
export const watchedAnnotation = "sluice.dev/watched";

/** Port on which the pod serves its series for Prometheus; OpenTelemetry's usual one for that. */
export const watchdogPort = 9464;

/** Settings with a watchdog. */
export type WatchedSettings = Settings & { readonly watchdog: WatchdogSettings };

/** Time for which an ended Job stays to be read, seconds. */
const keptSeconds = 86_400;

/** Tries of a watch that keeps failing: the kubelet waits up to five minutes between two. */
const mostTries = 1000;

/** Settings as they hold in a pod of the cluster: the runner's own addresses lead nowhere there. */
function toPodSettings({ watchdog, ...settings }: WatchedSettings): Settings {
  const { cluster, traffic, analysis } = settings;
  const address = watchdog.address ?? traffic.address;
  const isOwn = address !== undefined && isLoopback(address.replace(/:\d+$/, ""));
  return {
    ...settings,
    stack: objectNames(settings.app).watchdog,
    cluster: { context: "in-cluster", uid: cluster.uid, inCluster: true },
    traffic: { ...traffic, ...(address === undefined ? {} : { address }) },
    analysis: { ...analysis, ...(isOwn ? { syntheticPerSecond: 0 } : {}) },
    watchdog,
  };
}

/**
 * The Job that watches an attempt where no run does. Its settings name secrets, and have none; its pod passes restricted
 * Pod Security; what ends it but its own decision starts it again.
 * @param version - of this package, as the run has it; undefined where it is not known
 */
export function renderWatchdogJob(settings: WatchedSettings, attempt: number, version?: string) {
  const { app, namespace, environment, watchdog } = settings;
  const name = objectNames(app).watchdog;
  const text = JSON.stringify(toPodSettings(settings));
  const key = createHash("sha256")
    .update(`${version ?? ""}${text}`)
    .digest("hex")
    .slice(0, 16);
  // Never the app's own name: its Services must not select this pod.
  const labels = { "app.kubernetes.io/name": "sluice-watchdog", "app.kubernetes.io/instance": app };
  return {
    metadata: {
      name,
      namespace,
      labels: { ...labels, "app.kubernetes.io/managed-by": "sluice" },
      annotations: { [watchedAnnotation]: `${attempt}-${key}` },
    },
    spec: {
      backoffLimit: mostTries,
      ttlSecondsAfterFinished: keptSeconds,
      template: {
        metadata: {
          labels,
          annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": String(watchdogPort) },
        },
        spec: {
          restartPolicy: "OnFailure",
          serviceAccountName: name,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            runAsGroup: 65_532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "watchdog",
              image: watchdog.image,
              args: ["watch", environment, "--settings", settingsVariable],
              ports: [{ name: "metrics", containerPort: watchdogPort }],
              env: [
                { name: settingsVariable, value: text },
                ...(version === undefined ? [] : [{ name: versionVariable, value: version }]),
              ],
              ...(watchdog.secret === undefined
                ? {}
                : { envFrom: [{ secretRef: { name: watchdog.secret } }] }),
              resources: {
                requests: { cpu: "20m", memory: "96Mi" },
                limits: { memory: "384Mi" },
              },
              securityContext: toContainerSecurity(),
              terminationMessagePolicy: "FallbackToLogsOnError",
            },
          ],
        },
      },
    },
  };
}
