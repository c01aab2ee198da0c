import { listPods } from "../cluster/pods";
import { listRunningPods } from "../cluster/running-pods";
import { findService, listEndpointPods } from "../cluster/services";
import type { Cluster } from "../cluster/api";
import { deploymentPath } from "../cluster/workloads";
import { isReached } from "../core/gate/probes";
import { objectNames } from "../core/settings";
import type { Settings } from "../core/settings";
import { isLocal } from "../core/takeover/local";
import type { SidePods, TakeoverFacts, TakeoverRecord } from "../core/takeover/decide-takeover";
import type { Service } from "../core/lever/service";
import { routerOf } from "../core/routers/routers";
import type { Selector } from "../core/takeover/decide-takeover";
import { readSelector, readSelectors } from "../core/takeover/selectors";
import { toLivePod } from "../core/workload/pod";
import type { LivePod } from "../core/workload/pod";
import { reachPods } from "../traffic/reach/reach-track";

interface Replicated {
  readonly spec: {
    readonly replicas?: number;
    readonly selector: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
}

/** Path of the Deployment that stable takes the place of. */
export const oldPath = ({ namespace }: Pick<Settings, "namespace">, deployment: string): string =>
  `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`;

/** Name and path of the Deployment of a side. */
export const deploymentOf = (
  side: "old" | "stable",
  settings: Settings,
  { deployment }: Pick<TakeoverRecord, "deployment">,
): { readonly name: string; readonly path: string } =>
  side === "old"
    ? { name: deployment, path: oldPath(settings, deployment) }
    : { name: objectNames(settings.app).stable, path: deploymentPath(settings, "stable") };

/** Reads a Deployment; one that is not there has no pods. */
async function readReplicas(cluster: Cluster, path: string) {
  const found = await cluster.find<Replicated>(path);
  return {
    replicas: found === undefined ? 0 : (found.spec.replicas ?? 1),
    matchLabels: found?.spec.selector.matchLabels,
  };
}

/** Tracks that one of the user's Services leads to; one that splits by now leads to stable, and the canary, by its weight. */
export function readLead(
  service: Service | undefined,
  settings: Settings,
  { selectors }: TakeoverRecord,
  name: string,
): Selector {
  const isSplit = service !== undefined && routerOf(settings).takeover.isSplit?.(service) === true;
  return isSplit ? "stable" : readSelector(service?.spec.selector, selectors[name] ?? {}, settings.app);
}

const nodesOf = (pods: readonly Pick<LivePod, "ready" | "node">[]): readonly string[] => [
  ...new Set(pods.flatMap(({ ready, node = [] }) => (ready ? node : []))),
];

/** Reads the live facts of a takeover. */
export async function readTakeover(
  cluster: Cluster,
  settings: Settings,
  record: TakeoverRecord,
  nowSeconds: number,
): Promise<TakeoverFacts> {
  const names = Object.keys(record.selectors);
  const [old, stable, stablePods, services, endpoints, probe] = await Promise.all([
    readReplicas(cluster, oldPath(settings, record.deployment)),
    readReplicas(cluster, deploymentPath(settings, "stable")),
    listPods(cluster, settings, "stable"),
    Promise.all(names.map(async (name) => await findService(cluster, settings, name))),
    Promise.all(names.map(async (name) => new Set(await listEndpointPods(cluster, settings, name, "ready")))),
    reachPods(cluster, settings, "stable"),
  ]);
  const { matchLabels } = old;
  const oldPods =
    matchLabels === undefined ? [] : await listRunningPods(cluster, settings.namespace, matchLabels);
  const olds = oldPods.map(toLivePod);
  const sideOf = (replicas: number, pods: readonly Pick<LivePod, "name" | "ready">[]): SidePods => {
    const ready = pods.filter((pod) => pod.ready);
    const isIn = ({ name }: { readonly name: string }): boolean => endpoints.every((one) => one.has(name));
    return { replicas, ready: ready.length, inEndpoints: ready.filter(isIn).length };
  };
  return {
    record,
    old: sideOf(old.replicas, olds),
    stable: sideOf(stable.replicas, stablePods),
    selector: readSelectors(
      services.map((service, at) => readLead(service, settings, record, names[at] as string)),
    ),
    ...(services.some((service) => service !== undefined && isLocal(service))
      ? { nodes: { old: nodesOf(olds), stable: nodesOf(stablePods) } }
      : {}),
    answers: isReached(probe),
    drainSeconds: settings.traffic.drainSeconds,
    nowSeconds,
  };
}
