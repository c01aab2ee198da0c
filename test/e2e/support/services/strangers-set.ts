import { stringify as yaml } from "yaml";
import { image } from "../app";

const labels = { app: "shop", tier: "front" };
const pod = (place: string) => ({
  serviceAccountName: "shop",
  terminationGracePeriodSeconds: 20,
  hostAliases: [{ ip: "10.77.0.9", hostnames: ["legacy.example.org"] }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: labels },
    },
  ],
  initContainers: [{ name: "check", image: image("v1"), command: ["/scholarlink", "version"] }],
  containers: [
    {
      name: "web",
      image: image("v1"),
      ports: [
        { name: "http", containerPort: 8080 },
        { name: "metrics", containerPort: 9090 },
      ],
      env: [
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "PLACE", value: place },
      ],
      envFrom: [{ prefix: "SITE_", configMapRef: { name: "site" } }],
      lifecycle: { preStop: { sleep: { seconds: 3 } } },
      readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 1 },
      livenessProbe: { grpc: { port: 9090 }, periodSeconds: 10 },
      resources: { requests: { cpu: "10m", memory: "32Mi" } },
      volumeMounts: [{ name: "about", mountPath: "/etc/about" }],
    },
  ],
  volumes: [
    {
      name: "about",
      projected: {
        sources: [
          { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
          { configMap: { name: "site", items: [{ key: "GREETING", path: "greeting" }] } },
        ],
      },
    },
  ],
});

/** Objects of a service as its team wrote them, with what many pods have and few examples do; without its ConfigMap. */
const objects = (place: string, namespace: string) => ({
  deployment: {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop", labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: pod(place) },
    },
  },
  service: {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "shop", labels },
    spec: {
      selector: labels,
      ports: [
        { name: "http", port: 80, targetPort: "http" },
        { name: "metrics", port: 9090, targetPort: "metrics" },
      ],
    },
  },
  account: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "shop" } },
  role: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "shop" },
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
  },
  binding: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "shop" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "shop" },
    subjects: [{ kind: "ServiceAccount", name: "shop", namespace }],
  },
});

const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "shop" },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
};

/** A chart with a subchart, helpers and a condition on the cluster's APIs. */
export function chartFiles(): Readonly<Record<string, string>> {
  const { deployment, service, account, role, binding } = objects(
    "{{ .Values.place }}",
    "{{ .Release.Namespace }}",
  );
  const named = (text: string): string =>
    text.replaceAll(/name: shop$/gm, 'name: {{ include "shop.name" . }}');
  return {
    "Chart.yaml": yaml({
      apiVersion: "v2",
      name: "shop",
      version: "1.0.0",
      dependencies: [{ name: "site", version: "0.1.0", condition: "site.enabled" }],
    }),
    "values.yaml": yaml({ place: "nowhere", site: { enabled: false } }),
    "values-prod.yaml": yaml({ place: "prod", site: { enabled: true, greeting: "hello" } }),
    "templates/_helpers.tpl": '{{- define "shop.name" -}}{{ .Release.Name }}{{- end -}}\n',
    "templates/deployment.yaml": named(yaml(deployment)),
    "templates/service.yaml": named(yaml(service)),
    "templates/rights.yaml": [account, role, binding].map((one) => named(yaml(one))).join("---\n"),
    "templates/budget.yaml": `{{- if .Capabilities.APIVersions.Has "policy/v1" }}\n${yaml(budget)}{{- end }}\n`,
    "charts/site/Chart.yaml": yaml({ apiVersion: "v2", name: "site", version: "0.1.0" }),
    "charts/site/values.yaml": yaml({ greeting: "none" }),
    "charts/site/templates/site.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: site\ndata:\n  GREETING: {{ .Values.greeting | quote }}\n",
  };
}

/** Objects that Helm makes of {@link chartFiles} with the values for production. */
export function installed(namespace: string): readonly object[] {
  const { deployment, service, account, role, binding } = objects("prod", namespace);
  const site = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "site" },
    data: { GREETING: "hello" },
  };
  const annotations = { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": namespace };
  return [deployment, service, account, role, binding, site, budget].map((one) => ({
    ...one,
    metadata: {
      ...one.metadata,
      annotations,
      labels: { ...(one.metadata as { labels?: object }).labels, "app.kubernetes.io/managed-by": "Helm" },
    },
  }));
}

/** A kustomization with a generator, a replacement, a JSON patch, a strategic one, a component and a transformer. */
export function kustomizeFiles(namespace: string): Readonly<Record<string, string>> {
  const { deployment, service, account, role, binding } = objects("base", namespace);
  return {
    "base/deployment.yaml": yaml(deployment),
    "base/service.yaml": yaml(service),
    "base/rights.yaml": [account, role, binding].map((one) => yaml(one)).join("---\n"),
    "base/kustomization.yaml": yaml({
      resources: ["deployment.yaml", "service.yaml", "rights.yaml"],
      configMapGenerator: [{ name: "site", literals: ["GREETING=none"] }],
    }),
    "budget/kustomization.yaml": yaml({
      apiVersion: "kustomize.config.k8s.io/v1alpha1",
      kind: "Component",
      resources: ["budget.yaml"],
    }),
    "budget/budget.yaml": yaml(budget),
    "prod/kustomization.yaml": yaml({
      resources: ["../base"],
      components: ["../budget"],
      namespace,
      nameSuffix: "-eu",
      labels: [{ pairs: { region: "eu" }, includeSelectors: false, includeTemplates: true }],
      configMapGenerator: [{ name: "site", behavior: "merge", literals: ["GREETING=hello"] }],
      patches: [
        {
          target: { kind: "Deployment", name: "shop" },
          patch: '[{"op":"replace","path":"/spec/template/spec/containers/0/env/1/value","value":"prod"}]',
        },
        {
          target: { kind: "Deployment", name: "shop" },
          patch: yaml({
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "shop" },
            spec: { template: { spec: { priorityClassName: null, enableServiceLinks: false } } },
          }),
        },
      ],
      replacements: [
        {
          source: { kind: "Service", name: "shop", fieldPath: "metadata.name" },
          targets: [
            {
              select: { kind: "Deployment", name: "shop" },
              fieldPaths: ["spec.template.metadata.annotations.[example.org/service]"],
              options: { create: true },
            },
          ],
        },
      ],
    }),
  };
}
