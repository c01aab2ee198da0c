import { namedSets } from "./named-sets";

/** Kustomizations and charts of the same commits, or of their own. */
export const publicSets: readonly {
  readonly repository: string;
  /** Commit of a repository of which no workload is listed. */
  readonly commit?: string;
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
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/jiralert",
    workload: "jiralert",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prom-label-proxy",
    workload: "prom-label-proxy",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-blackbox-exporter",
    workload: "prometheus-blackbox-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-json-exporter",
    workload: "prometheus-json-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-redis-exporter",
    workload: "prometheus-redis-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-nats-exporter",
    workload: "prometheus-nats-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-sql-exporter",
    workload: "prometheus-sql-exporter",
  },
  {
    repository: "prometheus-community/helm-charts",
    kind: "chart",
    place: "charts/prometheus-pushgateway",
    workload: "prometheus-pushgateway",
  },
  {
    repository: "kubernetes-sigs/kustomize",
    commit: "12f9e6391464b3ad9dd3fe8182049dc1b1772990",
    kind: "kustomize",
    place: "examples/helloWorld",
    workload: "the-deployment",
  },
  {
    repository: "kubernetes-sigs/kustomize",
    commit: "12f9e6391464b3ad9dd3fe8182049dc1b1772990",
    kind: "kustomize",
    place: "examples/wordpress/wordpress",
    workload: "wordpress",
  },
  {
    repository: "argoproj/argo-cd",
    commit: "37ee0097cf851bc2dd7665fc081bbce61a7e836e",
    kind: "kustomize",
    place: "manifests/namespace-install",
    workload: "argocd-server",
  },
  {
    repository: "dexidp/helm-charts",
    commit: "c82afcc25e9d6a807111ba637b1a4568f9033fc6",
    kind: "chart",
    place: "charts/dex",
    workload: "dex",
  },
  {
    repository: "oauth2-proxy/manifests",
    commit: "fe328b0b3fca2ebce87590db52b6cad7f75a5997",
    kind: "chart",
    place: "helm/oauth2-proxy",
    workload: "oauth2-proxy",
  },
  ...namedSets,
];
