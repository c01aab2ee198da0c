import type { Cluster } from "../../components/cluster/api";
import { ApiError } from "../../components/cluster/api-error";
import type { JsonObject } from "../../components/core/revision/revision";
import type { Pod } from "../../components/core/workload/pod";

/** Kinds of objects that may be about a Deployment, with the paths of their collections. */
const kinds: readonly (readonly [apiVersion: string, kind: string, resource: string])[] = [
  ["v1", "Service", "services"],
  ["v1", "ConfigMap", "configmaps"],
  ["apps/v1", "Deployment", "deployments"],
  ["autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"],
  ["keda.sh/v1alpha1", "ScaledObject", "scaledobjects"],
  ["policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"],
  ["networking.k8s.io/v1", "Ingress", "ingresses"],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes"],
  ["gateway.networking.k8s.io/v1", "GRPCRoute", "grpcroutes"],
  ["traefik.io/v1alpha1", "IngressRoute", "ingressroutes"],
  ["networking.istio.io/v1", "VirtualService", "virtualservices"],
  ["autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "verticalpodautoscalers"],
  ["monitoring.coreos.com/v1", "PrometheusRule", "prometheusrules"],
];

/** Objects of a namespace, and kinds that may not be listed. */
export interface NamespaceReading {
  readonly objects: readonly JsonObject[];
  readonly pods: readonly Pod[];
  readonly unseen: readonly string[];
}

/** Items of a collection; none where the cluster does not have the kind, undefined where they may not be read. */
async function list<T>(cluster: Cluster, path: string): Promise<readonly T[] | undefined> {
  try {
    return (await cluster.find<{ readonly items?: readonly T[] }>(path))?.items ?? [];
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

/** Reads what a namespace has that may be about a running service; nothing is written. */
export async function readNamespace(cluster: Cluster, namespace: string): Promise<NamespaceReading> {
  const place = (apiVersion: string, resource: string): string =>
    `/${apiVersion.includes("/") ? "apis" : "api"}/${apiVersion}/namespaces/${namespace}/${resource}`;
  const [pods, ...lists] = await Promise.all([
    list<Pod>(cluster, place("v1", "pods")),
    ...kinds.map(async ([apiVersion, kind, resource]) => ({
      resource,
      items: (await list<JsonObject>(cluster, place(apiVersion, resource)))?.map((one) => ({
        ...one,
        apiVersion,
        kind,
      })),
    })),
  ]);
  return {
    objects: lists.flatMap(({ items = [] }) => items),
    pods: pods ?? [],
    unseen: [
      ...(pods === undefined ? ["pods"] : []),
      ...lists.flatMap(({ resource, items }) => (items === undefined ? [resource] : [])),
    ],
  };
}
