import { toMigrationTemplate } from "../../../../../../components/core/workload/from/take/migration-pod";
import { container, deployment, take } from "../set";

const labels = { "app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "migration" };
const entry = { command: ["migrate"], env: [] };

const probe = { httpGet: { path: "/", port: 1 } };
const pod = {
  serviceAccountName: "shop",
  volumes: [{ name: "v", configMap: { name: "v" } }],
  affinity: {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] },
    podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] },
  },
  topologySpreadConstraints: [],
  containers: [
    container({
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "1" },
      ],
      envFrom: [{ secretRef: { name: "s" } }],
      volumeMounts: [{ name: "v", mountPath: "/v" }],
      args: ["serve"],
      livenessProbe: probe,
      readinessProbe: probe,
      startupProbe: probe,
    }),
    { name: "side", image: "s" },
  ],
  initContainers: [
    { name: "proxy", image: "p", restartPolicy: "Always" },
    { name: "wait", image: "w" },
  ],
};

test("a migration runs the app's own container with environment, mounts and account, and native sidecars only", () => {
  const { revision, image } = take([deployment(pod)]);
  const run = { command: ["migrate", "up"], args: ["-v"], env: [{ name: "B", value: "2" }] };
  expect(toMigrationTemplate(revision.template, "shop", labels, run)).toEqual({
    metadata: { labels, annotations: { "sluice.dev/container": "shop" } },
    spec: {
      serviceAccountName: "shop",
      volumes: pod.volumes,
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      restartPolicy: "Never",
      initContainers: [{ name: "proxy", image: "p", restartPolicy: "Always" }],
      containers: [
        {
          name: "shop",
          image,
          terminationMessagePolicy: "FallbackToLogsOnError",
          command: ["migrate", "up"],
          args: ["-v"],
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
          envFrom: [{ secretRef: { name: "s" } }],
          volumeMounts: [{ name: "v", mountPath: "/v" }],
        },
      ],
    },
  });
});

test("the app's own arguments are not those of its migration, and nothing is added to a bare container", () => {
  const { revision } = take([deployment({ containers: [container({ args: ["serve"] })] })]);
  const { spec } = toMigrationTemplate(revision.template, "shop", labels, entry) as {
    spec: { containers: object[] };
  };
  expect(Object.keys(spec.containers[0] as object).toSorted()).toEqual([
    "command",
    "image",
    "name",
    "terminationMessagePolicy",
  ]);
});

test("a migration's pod has no label that selects pods that serve, but keeps what a cloud knows it by", () => {
  const more = {
    app: "shop",
    "azure.workload.identity/use": "true",
    "helm.sh/chart": "x",
    "app.kubernetes.io/instance": "a",
  };
  const { revision } = take([deployment({}, {}, more)]);
  expect(toMigrationTemplate(revision.template, "shop", labels, entry)["metadata"]).toMatchObject({
    labels: { "azure.workload.identity/use": "true", ...labels },
  });
  expect(JSON.stringify(toMigrationTemplate(revision.template, "shop", labels, entry))).not.toMatch(
    /helm|instance|"app":/,
  );
});
