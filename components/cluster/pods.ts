import { objectNames, trackLabels } from "../core/settings";
import type { Track } from "../core/track";
import { mayServe, toLivePod } from "../core/workload/pod";
import type { LivePod, Pod } from "../core/workload/pod";
import type { Cluster } from "./api";
import type { AppPlace } from "./workloads";

/** Lists a track's pods that serve or still may. */
export async function listPods(cluster: Cluster, place: AppPlace, track: Track): Promise<readonly LivePod[]> {
  const selector = Object.entries(trackLabels(place.app, track))
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const path = `/api/v1/namespaces/${place.namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
  const { items } = await cluster.call<{ items: Pod[] }>("GET", path);
  return items.filter(mayServe).map(toLivePod);
}

/** Number of ready endpoints of a track's Service, by its EndpointSlices. */
export async function countEndpoints(cluster: Cluster, place: AppPlace, track: Track): Promise<number> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${objectNames(place.app).track(track)}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${place.namespace}/endpointslices?labelSelector=${selector}`;
  const { items } = await cluster.call<{
    items: { endpoints?: { conditions?: { ready?: boolean } }[] | null }[];
  }>("GET", path);
  return items
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}
