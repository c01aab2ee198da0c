/** An object of a public repository, and how many of its own fields have no equal here. */
export type PublicObject = readonly [
  kind: "Rollout" | "Canary" | "Ingress",
  file: string,
  name: string,
  lost: number,
];

/** Rollouts, Canaries and Ingresses of public repositories, as they were at a commit. */
export const publicConversions: readonly {
  readonly repository: string;
  readonly commit: string;
  readonly objects: readonly PublicObject[];
}[] = [
  {
    repository: "argoproj/argo-rollouts",
    commit: "9f8d111d8f8e3e88b6d7f8bbdf62fd3cd863ef9d",
    objects: [
      ["Rollout", "examples/rollout-canary.yaml", "rollout-canary", 0],
      ["Rollout", "examples/rollout-background-analysis.yaml", "rollout-background-analysis", 0],
      ["Rollout", "examples/rollout-bluegreen.yaml", "rollout-bluegreen", 0],
      ["Rollout", "examples/rollout-experiment-step.yaml", "rollout-experiment-step", 1],
      ["Rollout", "examples/istio/istio-mirror.yaml", "istio-host-split", 2],
      ["Rollout", "examples/workload-ref/workload-ref.yaml", "rollout-ref-deployment", 0],
      ["Rollout", "examples/notifications/rollout-canary.yaml", "rollout-canary", 5],
    ],
  },
  {
    repository: "argoproj/rollouts-demo",
    commit: "f528fdd2189e877dfb8a2de21b6989853e8e8d26",
    objects: [
      ["Rollout", "examples/istio/rollout.yaml", "istio-rollout", 0],
      ["Rollout", "examples/analysis/rollout-with-analysis.yaml", "canary-demo", 0],
    ],
  },
  {
    repository: "argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi",
    commit: "96c63fd7666a7cc9ab1fe19477cd0751550230ab",
    objects: [
      ["Rollout", "examples/traefik/rollout.yml", "rollouts-demo", 0],
      ["Rollout", "examples/cilium-header-based/rollout.yaml", "rollouts-demo", 2],
    ],
  },
  {
    repository: "fluxcd/flagger",
    commit: "15bd6ad555e6c935da55f0ab95977be74c149bd6",
    objects: [
      ["Canary", "artifacts/examples/istio-abtest.yaml", "podinfo", 6],
      ["Canary", "artifacts/examples/istio-canary.yaml", "podinfo", 6],
      ["Canary", "artifacts/examples/kuma-canary.yaml", "podinfo", 1],
      ["Canary", "artifacts/examples/linkerd-canary-steps.yaml", "podinfo", 3],
      ["Canary", "test/keda/test-scaledobject.sh", "podinfo", 2],
      ["Canary", "test/kubernetes/test-deployment.sh", "podinfo", 2],
      ["Canary", "test/nginx/test-lifecycle.sh", "podinfo", 1],
      ["Canary", "test/traefik/test-canary.sh", "podinfo", 1],
      ["Canary", "test/gatewayapi/test-ab.sh", "podinfo", 3],
      ["Canary", "test/gatewayapi/test-session-affinity.sh", "podinfo", 4],
    ],
  },
  {
    repository: "kubernetes/ingress-nginx",
    commit: "dbb11b92ddb77bee9c35e462479129354c84f939",
    objects: [
      ["Ingress", "docs/examples/affinity/cookie/ingress.yaml", "nginx-test", 4],
      ["Ingress", "docs/examples/auth/client-certs/ingress.yaml", "nginx-test", 6],
      ["Ingress", "docs/examples/auth/external-auth/ingress.yaml", "external-auth", 1],
      ["Ingress", "docs/examples/chashsubset/deployment.yaml", "nginxhello-ingress", 3],
      ["Ingress", "docs/examples/docker-registry/ingress-with-tls.yaml", "docker-registry", 2],
      ["Ingress", "docs/examples/multi-tls/multi-tls.yaml", "foo-tls", 1],
    ],
  },
];
