import type { Cluster } from "../../cluster/api";
import { lookUpList } from "../../cluster/look-up";
import type { LiveTrack } from "../../core/live";
import { findSelectors } from "../../core/selectors/find-selectors";
import type {
  SelectedPod,
  SelectingBudget,
  SelectingService,
  Selectors,
  Slice,
} from "../../core/selectors/find-selectors";
import { routerOf } from "../../core/routers/routers";
import { trackLabel, trackLabels } from "../../core/settings";
import type { Settings } from "../../core/settings";
import type { LivePod } from "../../core/workload/pod";

const list = async <T>(cluster: Cluster, path: string): Promise<readonly T[] | undefined> =>
  await lookUpList<T>(cluster, path, { demandServed: true });

/**
 * Searches the app's namespace for objects that select the canary's pods and are not Sluice's, and for pods of others
 * that a track's Service selects.
 * @param canary - its Deployment, whose template may have more labels than Sluice's
 */
export async function readSelectors(
  cluster: Cluster,
  settings: Pick<Settings, "app" | "namespace" | "sharedServices" | "traffic">,
  canary: Pick<LiveTrack, "podLabels"> | undefined,
  pods: readonly Pick<LivePod, "name" | "labels" | "addresses">[],
): Promise<Selectors> {
  const { app, namespace, sharedServices = [] } = settings;
  const ofTracks = encodeURIComponent(`app.kubernetes.io/name=${app},${trackLabel}`);
  const [services, slices, budgets, serving] = await Promise.all([
    list<SelectingService>(cluster, `/api/v1/namespaces/${namespace}/services`),
    list<Slice>(cluster, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`),
    list<SelectingBudget>(cluster, `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`),
    list<SelectedPod>(cluster, `/api/v1/namespaces/${namespace}/pods?labelSelector=${ofTracks}`),
  ]);
  const labels = [{ ...canary?.podLabels, ...trackLabels(app, "canary") }, ...pods.map((pod) => pod.labels)];
  const router = routerOf(settings).byPods ? settings.traffic.route : undefined;
  return findSelectors(
    { services, slices, budgets, pods: serving },
    { app, labels, pods, router, shared: sharedServices },
  );
}
