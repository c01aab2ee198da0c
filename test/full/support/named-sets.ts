/** Kustomizations and charts of public repositories whose folder has the name of their Deployment. */
const listed: readonly {
  readonly repository: string;
  readonly commit: string;
  readonly kind: "kustomize" | "chart";
  readonly places: readonly string[];
}[] = [
  {
    repository: "FairwindsOps/charts",
    commit: "21a94b6700f74fe1999b97be390f978eb4087fc8",
    kind: "chart",
    places: ["incubator/basic-demo", "incubator/vault-token-injector"],
  },
  {
    repository: "Unleash/helm-charts",
    commit: "bbb84ed5d4c26f538ab80f754a7750269b9db17a",
    kind: "chart",
    places: ["charts/unleash-edge"],
  },
  {
    repository: "apache/apisix-helm-chart",
    commit: "60c9cbbfe0c03aba53bdf9644f491c90204a43cd",
    kind: "chart",
    places: ["charts/apisix-dashboard"],
  },
  {
    repository: "deliveryhero/helm-charts",
    commit: "17aac330c35a61a0cde2052aa6fe5ab18e9a036f",
    kind: "chart",
    places: [
      "stable/backstage-mono",
      "stable/gripmock",
      "stable/metabase",
      "stable/superset",
      "stable/wiremock",
    ],
  },
  {
    repository: "mattermost/mattermost-helm",
    commit: "fa193d038cebc71417435c8d562ad0958c0c96ad",
    kind: "chart",
    places: ["charts/focalboard", "charts/mattermost-rtcd"],
  },
  {
    repository: "nats-io/k8s",
    commit: "957650fba03e2e6ad8b5d54d66358f67a431157b",
    kind: "chart",
    places: ["helm/charts/surveyor"],
  },
  {
    repository: "ory/k8s",
    commit: "4de8d629c0b35dcc04263922ef443878e08d6add",
    kind: "chart",
    places: ["helm/charts/example-idp", "helm/charts/kratos-selfservice-ui-node"],
  },
  {
    repository: "provectus/kafka-ui-charts",
    commit: "4d66d998b4112d7d49e95ca195f4c9f621e88d9b",
    kind: "chart",
    places: ["charts/kafka-ui"],
  },
  {
    repository: "gomods/athens-charts",
    commit: "94808149f732d0c0b671dc2e475b484e08021ea3",
    kind: "chart",
    places: ["charts/athens-proxy"],
  },
  {
    repository: "open-webui/helm-charts",
    commit: "a6305e705ee18571c772687e1ffc3db6415a9226",
    kind: "chart",
    places: ["charts/pipelines"],
  },
  {
    repository: "argoproj/argo-workflows",
    commit: "f016ad89eb269d282aec06dc491c29f396a38df4",
    kind: "kustomize",
    places: [
      "manifests/quick-start/base/httpbin",
      "manifests/quick-start/base/prometheus",
      "manifests/base/argo-server",
    ],
  },
];

/** The same, one by one. */
export const namedSets = listed.flatMap(({ places, ...source }) =>
  places.map((place) => ({ ...source, place, workload: place.split("/").at(-1) as string })),
);
