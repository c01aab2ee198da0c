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
  {
    repository: "Azure-Samples/aks-store-demo",
    commit: "7ce10c5110d6a52d3517dfb6d7a7b7b2edf2e5a5",
    files: {
      "aks-store-all-in-one.yaml": ["virtual-customer", "makeline-service"],
      "aks-store-ingress-quickstart.yaml": ["store-front"],
      "aks-store-quickstart.yaml": ["order-service", "product-service", "store-front"],
    },
  },
  {
    repository: "GoogleCloudPlatform/bank-of-anthos",
    commit: "d0af04743a6d951665169ca6370d15725ec51252",
    files: {
      "kubernetes-manifests/balance-reader.yaml": ["balancereader"],
      "kubernetes-manifests/contacts.yaml": ["contacts"],
      "kubernetes-manifests/frontend.yaml": ["frontend"],
      "kubernetes-manifests/userservice.yaml": ["userservice"],
    },
  },
  {
    repository: "argoproj/argocd-example-apps",
    commit: "0d521c6e049889134f3122eb32d7ed342f43ca0d",
    files: {
      "guestbook/guestbook-ui-deployment.yaml": ["guestbook-ui"],
      "sock-shop/base/carts-dep.yaml": ["carts"],
      "sock-shop/base/front-end-dep.yaml": ["front-end"],
    },
  },
  {
    repository: "istio/istio",
    commit: "86c9f01fd735fb01d8192f5bcaf0d424afb7f14c",
    files: {
      "samples/addons/grafana.yaml": ["grafana"],
      "samples/addons/jaeger.yaml": ["jaeger"],
      "samples/bookinfo/platform/kube/bookinfo.yaml": [
        "details-v1",
        "ratings-v1",
        "reviews-v1",
        "productpage-v1",
      ],
      "samples/curl/curl.yaml": ["curl"],
      "samples/extauthz/ext-authz.yaml": ["ext-authz"],
      "samples/health-check/liveness-command.yaml": ["liveness"],
      "samples/httpbin/httpbin.yaml": ["httpbin"],
      "samples/jwt-server/jwt-server.yaml": ["jwt-server"],
      "samples/open-telemetry/otel.yaml": ["opentelemetry-collector"],
      "samples/websockets/app.yaml": ["tornado"],
    },
  },
  {
    repository: "kedacore/sample-go-rabbitmq",
    commit: "ce5dcd6a1a8050847bd0f136b15bb68a5aadcfd8",
    files: {
      "deploy/deploy-consumer.yaml": ["rabbitmq-consumer"],
    },
  },
  {
    repository: "microservices-demo/microservices-demo",
    commit: "9dff06fae4981921caec6a62393a6ebfce4b3e3f",
    files: {
      "deploy/kubernetes/complete-demo.yaml": ["catalogue", "orders", "queue-master", "user"],
    },
  },
  {
    repository: "prometheus-operator/kube-prometheus",
    commit: "4d719f1dea8853540b3823ab1fbe6be74a9953b3",
    files: {
      "manifests/blackboxExporter-deployment.yaml": ["blackbox-exporter"],
      "manifests/grafana-deployment.yaml": ["grafana"],
      "manifests/kubeStateMetrics-deployment.yaml": ["kube-state-metrics"],
      "manifests/prometheusAdapter-deployment.yaml": ["prometheus-adapter"],
    },
  },
  {
    repository: "sourcegraph/deploy-sourcegraph",
    commit: "7cc55bb216f3a9b6a40eaaeb8cc6ff147c7c831a",
    files: {
      "base/frontend/sourcegraph-frontend.Deployment.yaml": ["sourcegraph-frontend"],
      "base/redis/redis-cache.Deployment.yaml": ["redis-cache"],
      "base/worker/worker.Deployment.yaml": ["worker"],
    },
  },
  {
    repository: "kubernetes/examples",
    commit: "279e8e4fe314f6cb7bc55fa3fbc21bbeaa48c0ea",
    files: {
      "AI/vllm-deployment/vllm-deployment.yaml": ["vllm-gemma-deployment"],
      "_archived/selenium/selenium-hub-deployment.yaml": ["selenium-hub"],
      "web/guestbook/all-in-one/frontend.yaml": ["frontend"],
      "web/guestbook/all-in-one/guestbook-all-in-one.yaml": ["redis-replica"],
    },
  },
  {
    repository: "dapr/quickstarts",
    commit: "56eb3ae3a4cc1783f2d65a6525deb51065fe0151",
    files: {
      "tutorials/distributed-calculator/deploy/react-calculator.yaml": ["calculator-front-end"],
      "tutorials/hello-kubernetes/deploy/node.yaml": ["nodeapp"],
      "tutorials/pub-sub/deploy/react-form.yaml": ["react-form"],
    },
  },
  {
    repository: "kubernetes-sigs/external-dns",
    commit: "2bf1bf8af2b70f23579f9147c1f7e9394f7f83d5",
    files: {
      "docs/snippets/tutorials/aws-localstack/foo-app.yml": ["foo-app"],
      "docs/snippets/tutorials/rfc2136/bind9.yaml": ["bind9"],
    },
  },
  {
    repository: "zalando/skipper",
    commit: "527238d12b3d72192b8c8b61f2edc161d70149d9",
    files: { "docs/kubernetes/deploy/deployment/deployment.yaml": ["skipper-ingress"] },
  },
  {
    repository: "Azure-Samples/azure-voting-app-redis",
    commit: "1705b177447819f5cc163cdfb448dd28d84452fc",
    files: { "azure-vote-all-in-one-redis.yaml": ["azure-vote-front"] },
  },
  {
    repository: "spring-projects/spring-petclinic",
    commit: "edf4db28affcc4741c79850a3d95bc3f177b5ff9",
    files: { "k8s/petclinic.yml": ["petclinic"] },
  },
  {
    repository: "thanos-io/kube-thanos",
    commit: "55d4a7c28b2b6c8310cee030c6b319868ec9bd62",
    files: { "manifests/thanos-query-deployment.yaml": ["thanos-query"] },
  },
];

/** Workloads that may not become tracks, with what their refusal says. */
export const refusedWorkloads: Readonly<Record<string, string>> = {
  "docs/kubernetes/deploy/deployment/deployment.yaml skipper-ingress":
    "since both versions use the same ports of a node",
  "examples/wordpress/wordpress wordpress":
    "spec.strategy.type of Deployment wordpress must be RollingUpdate: got Recreate",
  "charts/prometheus-pushgateway prometheus-pushgateway":
    "spec.strategy.type of Deployment prometheus-pushgateway must be RollingUpdate: got Recreate",
  "charts/athens-proxy athens-proxy":
    "spec.strategy.type of Deployment athens-proxy must be RollingUpdate: got Recreate",
  "charts/pipelines pipelines": "got pipelines with ReadWriteOnce",
  "charts/mattermost-rtcd mattermost-rtcd": "since both versions use the same ports of a node",
  "helm/charts/kratos-selfservice-ui-node kratos-selfservice-ui-node":
    "data.secretsCSRFCookie of Secret kratos-selfservice-ui-node must be the same each time",
  "charts/dex dex": "ClusterRole dex, ClusterRoleBinding dex-cluster must be in a namespace",
  "helm/oauth2-proxy oauth2-proxy": "got none of redis-ha",
  "deploy/bases/database/statefulset-primary.yaml database-primary": "names and claims of their own",
  "deploy/secure/frontend/deployment.yaml frontend": "hostPort",
  "deploy/overlays/dev frontend": "must be t-previews (sluice:app.namespace): got dev",
  "kustomize/tests/service-mesh-istio-with-all-components frontend":
    "must be one that the cluster has: got networking.istio.io/",
  "base/redis/redis-cache.Deployment.yaml redis-cache":
    "spec.strategy.type of Deployment redis-cache must be RollingUpdate: got Recreate",
  "samples/addons/jaeger.yaml jaeger": "sluice:app.from.port must name a port of one Service of the workload",
  "samples/bookinfo/platform/kube/bookinfo.yaml reviews-v1":
    "spec.selector of Service reviews must select the pods of Deployment reviews-v1 only",
};

/** Workloads whose set has kinds that a cluster without more in it does not serve. */
export const unservedWorkloads: Readonly<Record<string, string>> = {
  "deploy/deploy-consumer.yaml rabbitmq-consumer":
    "kind of ScaledObject rabbitmq-consumer must be one that the cluster has: got keda.sh/v1alpha1, which it does not serve",
};
