/** Kustomizations and charts of the same commits. */
export const publicSets: readonly {
  readonly repository: string;
  readonly kind: "kustomize" | "chart";
  readonly place: string;
  readonly workload: string;
}[] = [
  {
    repository: "GoogleCloudPlatform/microservices-demo",
    kind: "kustomize",
    place: "kustomize",
    workload: "frontend",
  },
  {
    repository: "GoogleCloudPlatform/microservices-demo",
    kind: "kustomize",
    place: "kustomize/tests/memorystore-with-all-components",
    workload: "cartservice",
  },
  {
    repository: "GoogleCloudPlatform/microservices-demo",
    kind: "kustomize",
    place: "kustomize/tests/service-mesh-istio-with-all-components",
    workload: "frontend",
  },
  {
    repository: "GoogleCloudPlatform/microservices-demo",
    kind: "chart",
    place: "helm-chart",
    workload: "frontend",
  },
  { repository: "stefanprodan/podinfo", kind: "kustomize", place: "kustomize", workload: "podinfo" },
  {
    repository: "stefanprodan/podinfo",
    kind: "kustomize",
    place: "deploy/overlays/dev",
    workload: "frontend",
  },
  { repository: "stefanprodan/podinfo", kind: "chart", place: "charts/podinfo", workload: "podinfo" },
  {
    repository: "Azure-Samples/aks-store-demo",
    kind: "kustomize",
    place: "kustomize/overlays/dev",
    workload: "store-admin",
  },
  {
    repository: "Azure-Samples/aks-store-demo",
    kind: "chart",
    place: "charts/aks-store-demo",
    workload: "store-front",
  },
  {
    repository: "argoproj/argocd-example-apps",
    kind: "kustomize",
    place: "kustomize-guestbook",
    workload: "kustomize-guestbook-ui",
  },
  {
    repository: "argoproj/argocd-example-apps",
    kind: "kustomize",
    place: "sock-shop",
    workload: "front-end",
  },
  {
    repository: "argoproj/argocd-example-apps",
    kind: "chart",
    place: "helm-guestbook",
    workload: "helm-guestbook",
  },
  {
    repository: "aws-containers/retail-store-sample-app",
    kind: "chart",
    place: "src/ui/chart",
    workload: "ui",
  },
  {
    repository: "aws-containers/retail-store-sample-app",
    kind: "chart",
    place: "src/catalog/chart",
    workload: "catalog",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-statsd-exporter",
    workload: "prometheus-statsd-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-mysql-exporter",
    workload: "prometheus-mysql-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/alertmanager-snmp-notifier",
    workload: "alertmanager-snmp-notifier",
  },
];
