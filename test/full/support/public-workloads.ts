/** Workloads of public repositories, as they were at a commit: file, and names of the workloads in it. */
export const publicWorkloads: readonly {
  readonly repository: string;
  readonly commit: string;
  readonly files: Readonly<Record<string, readonly string[]>>;
}[] = [
  {
    repository: "GoogleCloudPlatform/microservices-demo",
    commit: "34ffea9175946982c3088ed84994fe6019ad6e92",
    files: {
      "kubernetes-manifests/adservice.yaml": ["adservice"],
      "kubernetes-manifests/cartservice.yaml": ["cartservice", "redis-cart"],
      "kubernetes-manifests/checkoutservice.yaml": ["checkoutservice"],
      "kubernetes-manifests/currencyservice.yaml": ["currencyservice"],
      "kubernetes-manifests/emailservice.yaml": ["emailservice"],
      "kubernetes-manifests/frontend.yaml": ["frontend"],
      "kubernetes-manifests/loadgenerator.yaml": ["loadgenerator"],
      "kubernetes-manifests/paymentservice.yaml": ["paymentservice"],
      "kubernetes-manifests/productcatalogservice.yaml": ["productcatalogservice"],
      "kubernetes-manifests/recommendationservice.yaml": ["recommendationservice"],
      "kubernetes-manifests/shippingservice.yaml": ["shippingservice"],
      "kustomize/base/adservice.yaml": ["adservice"],
      "kustomize/base/cartservice.yaml": ["cartservice", "redis-cart"],
      "kustomize/base/checkoutservice.yaml": ["checkoutservice"],
      "kustomize/base/currencyservice.yaml": ["currencyservice"],
      "kustomize/base/emailservice.yaml": ["emailservice"],
      "kustomize/base/frontend.yaml": ["frontend"],
      "kustomize/base/loadgenerator.yaml": ["loadgenerator"],
      "kustomize/base/paymentservice.yaml": ["paymentservice"],
      "kustomize/base/productcatalogservice.yaml": ["productcatalogservice"],
      "kustomize/base/recommendationservice.yaml": ["recommendationservice"],
      "kustomize/base/shippingservice.yaml": ["shippingservice"],
      "kustomize/components/google-cloud-operations/otel-collector.yaml": ["opentelemetrycollector"],
      "kustomize/components/shopping-assistant/shoppingassistantservice.yaml": ["shoppingassistantservice"],
      "release/kubernetes-manifests.yaml": [
        "frontend",
        "adservice",
        "currencyservice",
        "cartservice",
        "redis-cart",
        "loadgenerator",
        "recommendationservice",
        "checkoutservice",
        "emailservice",
        "paymentservice",
        "shippingservice",
        "productcatalogservice",
      ],
    },
  },
  {
    repository: "argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi",
    commit: "96c63fd7666a7cc9ab1fe19477cd0751550230ab",
    files: {
      "examples/aws-gateway-api-controller-lattice/frontenddep.yaml": ["frontend"],
      "examples/aws-gateway-api-controller-lattice/prodcatalogdep.yaml": ["prodcatalog"],
    },
  },
  {
    repository: "stefanprodan/podinfo",
    commit: "eec06d1ea459af4cb4e10e806f8be7c7bd58b361",
    files: {
      "deploy/bases/backend/deployment.yaml": ["backend"],
      "deploy/bases/cache/deployment.yaml": ["cache"],
      "deploy/bases/database/deployment-replica.yaml": ["database-replica"],
      "deploy/bases/database/statefulset-primary.yaml": ["database-primary"],
      "deploy/bases/frontend/deployment.yaml": ["frontend"],
      "deploy/secure/backend/deployment.yaml": ["backend"],
      "deploy/secure/frontend/deployment.yaml": ["frontend"],
      "deploy/webapp/backend/deployment.yaml": ["backend"],
      "deploy/webapp/frontend/deployment.yaml": ["frontend"],
      "kustomize/deployment.yaml": ["podinfo"],
    },
  },
];

/** Workloads that may not become tracks, with what their refusal says. */
export const refusedWorkloads: Readonly<Record<string, string>> = {
  "deploy/bases/database/statefulset-primary.yaml database-primary": "names and claims of their own",
  "deploy/secure/frontend/deployment.yaml frontend": "hostPort",
  "deploy/overlays/dev frontend": "metadata.namespace of Deployment frontend must be t-previews",
  "kustomize/tests/service-mesh-istio-with-all-components frontend":
    "kind of VirtualService frontend must be one that the cluster has",
};

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
];
