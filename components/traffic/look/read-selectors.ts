import type { Cluster } from "../../cluster/api";
import { lookUpList } from "../../cluster/look-up";
import type { LiveTrack } from "../../core/live";
import { findSelectors } from "../../core/selectors/find-selectors";
import type {
  SelectingBudget,
  SelectingService,
  Selectors,
  Slice,
} from "../../core/selectors/find-selectors";
import { routerOf } from "../../core/routers/routers";
import { trackLabels } from "../../core/settings";
import type { Settings } from "../../core/settings";
import type { LivePod } from "../../core/workload/pod";

const list = async <T>(cluster: Cluster, path: string): Promise<readonly T[] | undefined> =>
  await lookUpList<T>(cluster, path, { demandServed: true });

/**
 * Searches the app's namespace for objects that select the canary's pods and are not Sluice's.
 * @param canary - its Deployment, whose template may have more labels than Sluice's
 */
export async function readSelectors(
  cluster: Cluster,
  settings: Pick<Settings, "app" | "namespace" | "sharedServices" | "traffic">,
  canary: Pick<LiveTrack, "podLabels"> | undefined,
  pods: readonly Pick<LivePod, "name" | "labels" | "addresses">[],
): Promise<Selectors> {
  const { app, namespace, sharedServices = [] } = settings;
  const [services, slices, budgets] = await Promise.all([
    list<SelectingService>(cluster, `/api/v1/namespaces/${namespace}/services`),
    list<Slice>(cluster, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`),
    list<SelectingBudget>(cluster, `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`),
  ]);
  const labels = [{ ...canary?.podLabels, ...trackLabels(app, "canary") }, ...pods.map((pod) => pod.labels)];
  const router = routerOf(settings).byPods ? settings.traffic.route : undefined;
  return findSelectors({ services, slices, budgets }, { app, labels, pods, router, shared: sharedServices });
}
