import { furtherKinds } from "../routers/further-kinds";
import { routerOf, splitKinds } from "../routers/routers";
import type { Settings } from "../settings";
import { readScaler } from "../takeover/scalers";
import { right } from "./right";
import type { Right } from "./right";

/** Rights to see ledger, tracks and every way to the canary. */
export const readingRights: readonly Right[] = [
  right("", "configmaps", "get"),
  right("", "pods", "list"),
  right("", "services", "get"),
  right("", "services", "list"),
  right("apps", "deployments", "get"),
  right("apps", "controllerrevisions", "get"),
  right("apps", "controllerrevisions", "list"),
  right("discovery.k8s.io", "endpointslices", "list"),
  right("policy", "poddisruptionbudgets", "list"),
  right("autoscaling", "horizontalpodautoscalers", "get"),
  ...splitKinds.map(({ group, resource }) => right(group, resource, "list")),
];

/** Rights to see ways to the canary by kinds of other tools, each demanded where the cluster serves the kind. */
export const furtherRights: readonly Right[] = furtherKinds.map(({ group, resource }) =>
  right(group, resource, "list"),
);

/** Rights to move traffic and keep the ledger, on top. */
export const writingRights: readonly Right[] = [
  right("", "configmaps", "create"),
  right("", "configmaps", "update"),
  right("", "services", "patch"),
  right("apps", "deployments", "patch"),
  right("apps", "deployments", "patch", "scale"),
];

/** Rights to store the revisions of releases, and to delete old ones. */
const storingRights: readonly Right[] = [
  right("apps", "controllerrevisions", "create"),
  right("apps", "controllerrevisions", "delete"),
];

/** Right to keep the floor of stable's autoscaler, where it has one. */
export const floorRight = right("autoscaling", "horizontalpodautoscalers", "patch");

/** Right to find an autoscaler that another tool gave stable: without it only the declared one is seen. */
export const scalersRight = right("autoscaling", "horizontalpodautoscalers", "list");

/** Rights to see the ScaledObject by which KEDA scales a service that is taken over, or given back. */
export const kedaReadingRights: readonly Right[] = ["get", "list"].map((verb) =>
  right("keda.sh", "scaledobjects", verb),
);

/** Right to turn it to stable, and back. */
export const kedaRight = right("keda.sh", "scaledobjects", "patch");

/** Right to see whether a mesh is on in the app's namespace: best effort, and not demanded. */
export const namespaceRight = right("", "namespaces", "get");

/** Right to find why pods do not come up: best effort, and not demanded. */
export const warningsRight = right("", "events", "list");

/** Right to see whether the watchdog Job runs: best effort, and not demanded. */
export const watchdogRight = right("batch", "jobs", "get");

/** Rights to start it, or the Job of a check, on top, where one is configured. */
const jobRights: readonly Right[] = ["get", "create", "delete"].map((verb) => right("batch", "jobs", verb));

/** Right to read what policy engines report: best effort, and not demanded. */
export const reportsRights: readonly Right[] = [
  right("openreports.io", "reports", "list"),
  right("wgpolicyk8s.io", "policyreports", "list"),
];

/**
 * Right to read the logs of pods, for the check `logs` and metrics of kind `log`: who releases has what is in them
 * anyhow.
 */
export const logsRight = right("", "pods", "get", "log");

/** Right to take the canary's copy of stable's autoscaler away; an account that makes one has it anyhow. */
export const copyRight = right("autoscaling", "horizontalpodautoscalers", "delete");

/** Right to write Events: best effort, and not demanded. */
export const eventsRight = right("", "events", "create");

/** Rights to make flagd's pods look at a write at once, and to ask each whether it has it. */
export const flagdRights: readonly Right[] = [
  right("", "pods", "patch"),
  right("", "pods", "create", "proxy"),
];

/**
 * Rights that a run on a flag, or a switch of it, cannot do without. Not among them: `patch` on pods, without which a
 * write is in force up to a minute later.
 */
export const neededFlagRights: readonly Right[] = [
  right("", "configmaps", "get"),
  right("", "configmaps", "create"),
  right("", "configmaps", "update"),
  right("", "pods", "list"),
  right("", "pods", "create", "proxy"),
];

/**
 * Rights to turn the autoscalers of a service that is taken over.
 * @param scalers - as a plan or a ledger has them
 */
export function turningRights(
  scalers: readonly string[],
  namespace: string,
  writes: boolean,
): readonly Right[] {
  const kinds = new Set(scalers.map((written) => readScaler(written, namespace).kind));
  return [
    ...(kinds.has("ScaledObject") ? [...kedaReadingRights, ...(writes ? [kedaRight] : [])] : []),
    ...(kinds.has("HorizontalPodAutoscaler") && writes ? [floorRight] : []),
  ];
}

/**
 * Rights that a run needs in the app's namespace, apart from those of Pulumi's own Kubernetes provider.
 * @param writes - false for a preview
 */
export function neededRights(
  settings: Pick<Settings, "namespace" | "stable" | "traffic" | "watchdog" | "checks" | "takeover"> & {
    readonly analysis?: Pick<Settings["analysis"], "metrics">;
  },
  writes: boolean,
): readonly Right[] {
  const { read, write } = routerOf(settings).rights;
  const turning = turningRights(settings.takeover?.scalers ?? [], settings.namespace, writes);
  const reading = [...readingRights, ...read, ...turning];
  if (!writes) return reading;
  const watchdog = settings.watchdog === undefined ? [] : jobRights;
  const floor = "minReplicas" in settings.stable && !turning.includes(floorRight) ? [floorRight] : [];
  const { checks = [] } = settings;
  const isJob = checks.some(({ question, uses }) => question.kind === "job" && uses.includes("gate"));
  const jobs = isJob && watchdog.length === 0 ? jobRights : [];
  const { metrics = [] } = settings.analysis ?? {};
  const isLogged = metrics.some((rule) => rule.kind === "log" && rule.loki === undefined);
  const logs = isLogged ? [logsRight] : [];
  return [...reading, ...writingRights, ...storingRights, ...write, ...floor, ...watchdog, ...jobs, ...logs];
}
