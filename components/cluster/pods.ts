import { serviceNames, trackLabels } from "../core/settings";
import type { ServedApp } from "../core/settings";
import type { Track } from "../core/track";
import { findOverflow, mayServe, toLivePod } from "../core/workload/pod";
import type { LivePod, Pod } from "../core/workload/pod";
import { isStranger } from "../core/workload/pod-owner";
import type { Cluster } from "./api";
import type { AppPlace } from "./workloads";

/** Lists a track's pods that serve or still may. */
export async function listPods(cluster: Cluster, place: AppPlace, track: Track): Promise<readonly LivePod[]> {
  return (await readPods(cluster, place, track)).map(toLivePod);
}

/** Lists a track's pods that serve or still may, and those that were evicted for what they wrote themselves. */
export async function listWatched(
  cluster: Cluster,
  place: AppPlace,
  track: Track,
): Promise<readonly LivePod[]> {
  const pods = await readOwn(cluster, place, track);
  return pods.filter((pod) => mayServe(pod) || findOverflow(pod) !== undefined).map(toLivePod);
}

/** Those of {@link listPods}, as the API server has them. */
export async function readPods(cluster: Cluster, place: AppPlace, track: Track): Promise<readonly Pod[]> {
  return (await readOwn(cluster, place, track)).filter(mayServe);
}

/** All pods of a track: one that another owner gave the track's labels is none of them. */
async function readOwn(cluster: Cluster, place: AppPlace, track: Track): Promise<readonly Pod[]> {
  const selector = Object.entries(trackLabels(place.app, track))
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const path = `/api/v1/namespaces/${place.namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const { items } = await cluster.call<{ items: Pod[] }>("GET", path);
  return items.filter(({ metadata }) => !isStranger(metadata, place.app));
}

/** Endpoint of a slice, as far as it is read here. */
interface Endpoint {
  readonly addresses?: readonly string[];
  readonly conditions?: { readonly ready?: boolean };
  readonly targetRef?: { readonly name?: string };
}

/**
 * Number of pods that a track's Service sends requests to, by its EndpointSlices. A pod has one endpoint in each slice
 * of its kind: of each address family, of each set of ports, and of both slices while it moves to another.
 */
export async function countEndpoints(
  cluster: Cluster,
  place: AppPlace & ServedApp,
  track: Track,
): Promise<number> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${serviceNames(place).track(track)}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${place.namespace}/endpointslices?labelSelector=${selector}`;
  const { items } = await cluster.call<{ items: { endpoints?: readonly Endpoint[] | null }[] }>("GET", path);
  const ready = items
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false);
  return new Set(ready.map(({ targetRef, addresses = [] }) => targetRef?.name ?? addresses.join())).size;
}
