import type { HttpRoute } from "../../../components/core/routers/gateway/http-route";
import type { Service } from "../../../components/core/lever/service";
import { trackLabels } from "../../../components/core/settings";
import { tracks } from "../../../components/core/track";
import type { Track } from "../../../components/core/track";
import { appContainer } from "../../../components/core/workload/pod-template";
import type { Deployment } from "../../../components/cluster/workloads";
import { app, namespace, paths } from "./paths";
import type { FakeCluster } from "./server";

/** Makes of a Deployment what its controller and the kubelet do. */
export function reconcile(cluster: FakeCluster, track: Track, isReady: boolean): void {
  const deployment = cluster.get<Deployment>(paths.deployment(track));
  if (deployment === undefined) return;
  const { replicas = 0, template } = deployment.spec;
  const image = template.spec.containers[0]?.image ?? "";
  const ready = isReady ? replicas : 0;
  const status = {
    observedGeneration: deployment.metadata.generation,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    conditions: [{ type: "Available", status: isReady ? "True" : "False" }],
  };
  cluster.put(paths.deployment(track), { ...deployment, status }, "kube-controller-manager");
  const labels = { ...template.metadata?.labels, ...trackLabels(app, track) };
  for (let nth = 0; nth < 10; nth++) {
    const path = `/api/v1/namespaces/${namespace}/pods/${app}-${track}-${nth}`;
    if (nth >= replicas) {
      if (cluster.get(path) !== undefined) cluster.delete(path);
      continue;
    }
    cluster.put(path, {
      metadata: { labels },
      spec: { containers: [{ name: appContainer, image }] },
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: isReady ? "True" : "False" }],
        containerStatuses: [{ name: appContainer, ready: isReady, restartCount: 0, imageID: image }],
      },
    });
  }
}

/** Makes of a Service what the endpoint controller does. */
export function reconcileEndpoints(cluster: FakeCluster, track: Track): void {
  const selected = cluster.get<Service>(paths.service(track))?.spec.selector?.["sluice.dev/track"];
  const chosen = tracks.find((one) => one === selected);
  const ready =
    chosen === undefined
      ? 0
      : (cluster.get<Deployment>(paths.deployment(chosen))?.status?.readyReplicas ?? 0);
  cluster.put(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${app}-${track}-1`, {
    metadata: { labels: { "kubernetes.io/service-name": `${app}-${track}` } },
    endpoints: Array.from({ length: ready }, (_, nth) => ({
      conditions: { ready: true },
      targetRef: { name: `${app}-${chosen}-${nth}` },
    })),
  });
}

/** Takes a write of the route at once, as the router. */
export function accept(cluster: FakeCluster, route: HttpRoute | undefined): void {
  if (route === undefined) return;
  const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
    type,
    status: "True",
    observedGeneration: route.metadata.generation,
  }));
  const parents = (route.spec.parentRefs ?? []).map((parentRef) => ({
    parentRef,
    controllerName: "fake",
    conditions,
  }));
  cluster.put(paths.route, { ...route, status: { parents } }, "fake-router");
}
