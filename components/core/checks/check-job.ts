import { createHash } from "node:crypto";
import { isLoopback } from "../access/secure-address";
import type { ProbeRule } from "../routers/router";
import type { Settings } from "../settings";
import type { Track } from "../track";
import { runAnnotation } from "../workload/migration/database-job";
import { appContainer, toContainerSecurity } from "../workload/pod-template";
import type { JobQuestion } from "./spec";

/** Time for which a Job that failed stays to be read, seconds. */
const keptSeconds = 86_400;

/** A check that a Job answers, and what it is asked about. */
export interface CheckJobInput {
  readonly settings: Settings;
  /** Name of the check. */
  readonly name: string;
  readonly question: JobQuestion;
  readonly track: Track;
  /** Rule by which the router sends a request to the track; undefined where there is none. */
  readonly rule: ProbeRule | undefined;
  /** Facts beside the settings: stage, attempt, place. */
  readonly about: Readonly<Record<string, string | number>>;
}

/** Address of the router as a pod of the cluster reaches it: the runner's own machine is none. */
function toAddress({ traffic, watchdog }: Settings): string {
  const { address } = traffic;
  const isOwn = address !== undefined && isLoopback(address.replace(/:\d+$/, ""));
  return watchdog?.address ?? (isOwn ? undefined : address) ?? traffic.host;
}

/**
 * The Job of a check: run once, its container's exit code is the answer. Its pod passes restricted Pod Security, has no
 * account at the API server, and is of none of the app's Services.
 */
export function renderCheckJob({ settings, name, question, track, rule, about }: CheckJobInput) {
  const { app, namespace, environment, image, traffic } = settings;
  const { deadlineSeconds } = question;
  const key = createHash("sha256").update(name).digest("hex").slice(0, 8);
  // Never the app's own name: its Services must not select this pod.
  const labels = { "app.kubernetes.io/name": "sluice-check", "app.kubernetes.io/instance": app };
  const probe = Object.entries(rule?.send ?? {}).map(([header, value]) => `${header}: ${value}`);
  const variables: Readonly<Record<string, string>> = {
    SLUICE_APP: app,
    SLUICE_ENVIRONMENT: environment,
    SLUICE_IMAGE: image,
    SLUICE_TRACK: track,
    SLUICE_STAGE: String(about["stage"] ?? ""),
    SLUICE_URL: `${traffic.scheme}://${toAddress(settings)}`,
    SLUICE_HOST: traffic.host,
    SLUICE_PROBE: probe.join("\n"),
    ...question.env,
  };
  return {
    metadata: {
      name: `${app}-check-${key}`,
      namespace,
      labels: { ...labels, "app.kubernetes.io/managed-by": "sluice" },
      annotations: {
        "sluice.dev/check": name,
        [runAnnotation]: `${about["place"]}-${about["attempt"]}-${track}`,
      },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: keptSeconds,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: appContainer,
              image: question.image,
              ...(question.command === undefined ? {} : { command: question.command }),
              ...(question.args === undefined ? {} : { args: question.args }),
              env: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
              resources: {
                requests: { cpu: "50m", memory: "64Mi" },
                limits: { memory: "512Mi" },
              },
              securityContext: toContainerSecurity(),
              volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            },
          ],
          volumes: [{ name: "tmp", emptyDir: {} }],
        },
      },
    },
  };
}
