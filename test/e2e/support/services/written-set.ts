import { image } from "../app";

/** Value of a Secret, which must be nowhere else than in the cluster. */
export const marker = "marker-of-a-secret-7391";

/** Value of a variable that sounds like a secret. */
export const literal = "a-literal-of-a-token-5512";

/** Labels of the pods. */
export const labels = { app: "scholarlink" };

/** A native sidecar of the app's own image, on ports of its own. */
export const nativeSidecar = () => ({
  name: "proxy",
  image: image("v1"),
  restartPolicy: "Always",
  env: [
    { name: "LISTEN_ADDRESS", value: ":8099" },
    { name: "METRICS_ADDRESS", value: ":8098" },
  ],
  resources: { requests: { cpu: "5m", memory: "16Mi" } },
});

/** A Secret as `kubectl get -o yaml` prints it: its values stand in kubectl's annotation as well. */
const exported = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: "unused",
    annotations: {
      "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({ stringData: { key: marker } }),
    },
  },
  data: { key: Buffer.from(marker).toString("base64") },
};

/** Credentials of a registry, as `kubectl create secret docker-registry` writes them. */
const pull = {
  apiVersion: "v1",
  kind: "Secret",
  type: "kubernetes.io/dockerconfigjson",
  metadata: { name: "pull" },
  stringData: {
    ".dockerconfigjson": JSON.stringify({
      auths: { "registry.example.org": { auth: Buffer.from(`a:${marker}`).toString("base64") } },
    }),
  },
};

/** A Secret of a chart, whose value is one of the chart's values. */
export const chartSecret: object = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "word" },
  stringData: { word: "{{ .Values.word }}" },
};

/** Files that a team has in a folder: pods with a native sidecar, a volume of a ConfigMap, a writable root and two ports. */
export const manifests = (greeting: string, port: number) => ({
  "deployment.yaml": {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "scholarlink" },
    spec: {
      replicas: 2,
      progressDeadlineSeconds: 60,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "web",
          imagePullSecrets: [{ name: "pull" }],
          initContainers: [nativeSidecar()],
          containers: [
            {
              name: "web",
              image: "registry.example.org/scholarlink:latest",
              ports: [
                { name: "web", containerPort: port },
                { name: "metrics", containerPort: 9090 },
              ],
              env: [
                { name: "LISTEN_ADDRESS", value: `:${port}` },
                { name: "DEMO_API_TOKEN", value: literal },
                { name: "KEY", valueFrom: { secretKeyRef: { name: "key", key: "key" } } },
              ],
              envFrom: [{ prefix: "ALL_", secretRef: { name: "key" } }],
              readinessProbe: { httpGet: { path: "/readyz", port: "web" }, periodSeconds: 1 },
              resources: { requests: { cpu: "10m", memory: "32Mi" } },
              volumeMounts: [{ name: "site", mountPath: "/etc/site" }],
            },
          ],
          volumes: [
            { name: "site", configMap: { name: "site" } },
            { name: "key", secret: { secretName: "key" } },
          ],
        },
      },
    },
  },
  "service.yaml": {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "scholarlink", labels: { team: "web" } },
    spec: {
      selector: labels,
      ports: [
        { name: "web", port: 80, targetPort: port },
        { name: "metrics", port: 9090 },
      ],
    },
  },
  "rest.yaml": {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "site" }, data: { greeting } },
      { apiVersion: "v1", kind: "Secret", metadata: { name: "key" }, stringData: { key: marker } },
      pull,
      exported,
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "web" } },
    ],
  },
});

const once = { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] };

/** Files with faults that only the API server knows of. */
export const faulty = {
  "cron.yaml": {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly" },
    spec: { schedule: "61 * * * *", jobTemplate: { spec: { template: { spec: once } } } },
  },
  "notes.yaml": { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "notes" }, data: { "a b": "c" } },
};

/** A volume of the node for the claim: the sandbox makes none. */
export const sharedVolume = (folder: string): object => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: "written-shared" },
  spec: {
    capacity: { storage: "1Mi" },
    accessModes: ["ReadWriteMany"],
    storageClassName: "written",
    hostPath: { path: folder, type: "DirectoryOrCreate" },
  },
});

const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "shared" },
  spec: {
    accessModes: ["ReadWriteMany"],
    storageClassName: "written",
    resources: { requests: { storage: "1Mi" } },
  },
};

const added = {
  startupProbe: { grpc: { port: 9090 }, periodSeconds: 1, failureThreshold: 60 },
  volumeMounts: [{ name: "shared", mountPath: "/var/lib/site" }],
};
const volumes = [{ name: "shared", persistentVolumeClaim: { claimName: "shared" } }];

/** A component of Kustomize that adds a claim and a gRPC probe to {@link manifests}. */
export const component: Readonly<Record<string, object>> = {
  "kustomization.yaml": {
    apiVersion: "kustomize.config.k8s.io/v1alpha1",
    kind: "Component",
    resources: ["claim.yaml"],
    patches: [{ path: "pods.yaml" }],
  },
  "claim.yaml": claim,
  "pods.yaml": {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "scholarlink" },
    spec: { template: { spec: { containers: [{ name: "web", ...added }], volumes } } },
  },
};

/** The set as {@link component} makes it. */
export function withComponent(set: ReturnType<typeof manifests>): Readonly<Record<string, object>> {
  const deployment = set["deployment.yaml"];
  const { template } = deployment.spec;
  const containers = template.spec.containers.map((web) => ({
    ...web,
    ...added,
    volumeMounts: [...added.volumeMounts, ...web.volumeMounts],
  }));
  const spec = {
    ...template.spec,
    containers,
    volumes: [...volumes, ...template.spec.volumes],
  };
  return {
    ...set,
    "claim.yaml": claim,
    "deployment.yaml": { ...deployment, spec: { ...deployment.spec, template: { ...template, spec } } },
  };
}

const hookTimes = (when: string, weight = 0) => ({
  "helm.sh/hook": when,
  "helm.sh/hook-weight": String(weight),
});

/** A Job that Helm runs before the pods, with the image that the app's container has in the chart. */
export const hook = (name: string, when: string, weight: number, command: string): object => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, annotations: hookTimes(when, weight) },
  spec: {
    template: {
      metadata: { labels },
      spec: {
        restartPolicy: "OnFailure",
        containers: [
          {
            name,
            image: "registry.example.org/scholarlink:latest",
            command: ["/scholarlink", command],
            env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "hook-key", key: "key" } } }],
          },
        ],
      },
    },
  },
});

/** The Secret that {@link hook} needs. */
export const hookSecret: object = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "hook-key", annotations: hookTimes("pre-install,pre-upgrade", -1) },
  stringData: { key: marker },
};
