import { container, deployment, object, options, refuse, service, take } from "./set";

const claim = (...accessModes: string[]) =>
  object("v1", "PersistentVolumeClaim", "data", { spec: { accessModes } });
const mounted = { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] };

const once = [
  {
    name: "strategy Recreate",
    set: [deployment({}, { strategy: { type: "Recreate" } })],
    says: "spec.strategy.type of Deployment shop must be RollingUpdate: got Recreate",
  },
  {
    name: "the node's network",
    set: [deployment({ hostNetwork: true })],
    says: "spec.template.spec.hostNetwork of Deployment shop must be left out, since both versions use the same ports of a node: got true",
  },
  {
    name: "a port of the node",
    set: [
      deployment({
        containers: [
          container({
            ports: [
              { containerPort: 1, hostPort: 0 },
              { containerPort: 2, hostPort: 80 },
            ],
          }),
        ],
      }),
    ],
    says: "spec.template.spec.containers[0].ports[1].hostPort of Deployment shop must be left out, since only one pod of a node can have it: got 80",
  },
  {
    name: "a claim for one node",
    set: [deployment(mounted), claim("ReadWriteOnce")],
    says: "spec.template.spec.volumes[0].persistentVolumeClaim of Deployment shop must be a claim with ReadWriteMany or ReadOnlyMany: got data with ReadWriteOnce",
  },
  { name: "a claim without a mode", set: [deployment(mounted), claim()], says: "got data with none" },
  {
    name: "a claim of another owner",
    set: [deployment(mounted)],
    says: "got data, whose access mode is not known, since the set does not have it",
  },
];

test.each(once)("renderApp() refuses $name, which only one version can have", ({ set, says }) => {
  const problems = refuse(set);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
  expect(problems[0]).toContain("say why in sluice:app.parallel");
});

test.each(once)("renderApp() takes $name where two versions may run at once, and says so", ({ set }) => {
  const { notes, deployment: fields } = take(set, { parallel: "the file is only read" });
  expect(notes[0]).toMatch(/^two versions run at once in spite of spec\..*: the file is only read$/);
  expect(fields.strategy).toEqual({
    type: "RollingUpdate",
    rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" },
  });
});

test("renderApp() takes claims that many may use, and says where sluice:app.parallel has no effect", () => {
  const set = [deployment(mounted), claim("ReadWriteOnce", "ReadWriteMany")];
  expect(take(set).notes.join()).not.toContain("parallel");
  expect(take(set, { parallel: "why" }).notes[0]).toBe(
    "sluice:app.parallel has no effect: nothing keeps two versions from running at once",
  );
});

test.each([
  {
    name: "a kind of the whole cluster",
    object: object("rbac.authorization.k8s.io/v1", "ClusterRole", "shop"),
    says: "ClusterRole shop must be in a namespace: got a kind of the whole cluster; leave it out of the set",
  },
  {
    name: "another namespace",
    object: { ...object("v1", "ConfigMap", "a"), metadata: { name: "a", namespace: "kube-system" } },
    says: "metadata.namespace of ConfigMap a must be prod (sluice:app.namespace): got kube-system; leave it out",
  },
  {
    name: "a Namespace of others",
    object: object("v1", "Namespace", "other"),
    says: "metadata.name of Namespace other must be prod (sluice:app.namespace): got another one; set sluice:app.namespace to other if the set belongs there; else leave it out of the set",
  },
  {
    name: "a version that is gone",
    object: object("policy/v1beta1", "PodDisruptionBudget", "shop"),
    says: "apiVersion of PodDisruptionBudget shop must be one that Kubernetes serves: got policy/v1beta1, removed in 1.25; use policy/v1",
  },
  {
    name: "an object above 1 MiB",
    object: object("v1", "ConfigMap", "a", { data: { a: "x".repeat(1_100_000) } }),
    says: "ConfigMap a must be at most 1 MiB as JSON: got 1.0 MiB",
  },
  {
    name: "a number as data",
    object: object("v1", "ConfigMap", "a", { data: { port: 8080 } }),
    says: "data.port of ConfigMap a must be a text: got a number; write it in quotes",
  },
  {
    name: "nothing as a Secret's data",
    object: object("v1", "Secret", "a", { stringData: { key: null } }),
    says: "stringData.key of Secret a must be a text: got a null",
  },
  {
    name: "the name of Sluice's own object",
    object: object("v1", "ConfigMap", "sluice-shop"),
    says: "metadata.name of ConfigMap sluice-shop must be another one: got the name of an object of Sluice",
  },
  {
    name: "the name of a Service for Sluice's own requests",
    object: object("v1", "Service", "shop-stable-probe"),
    says: "metadata.name of Service shop-stable-probe must be another one: got the name of an object of Sluice",
  },
])("renderApp() refuses $name", ({ object: one, says }) => {
  const problems = refuse([deployment(), one]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
});

test("renderApp() refuses a Deployment of another namespace, and names the key that may be wrong", () => {
  expect(refuse([{ ...deployment(), metadata: { name: "shop", namespace: "dev" } }])).toEqual([
    "metadata.namespace of Deployment shop must be prod (sluice:app.namespace): got dev; set sluice:app.namespace to dev if the set belongs there; else leave it out of the set, by a chart's values or by sluice:app.patch with $patch: delete",
  ]);
});

test("renderApp() refuses an object twice, in whatever version of its API", () => {
  const hpa = (version: string) => object(`autoscaling/${version}`, "HorizontalPodAutoscaler", "other");
  expect(refuse([deployment(), hpa("v1"), hpa("v2")])).toEqual([
    "HorizontalPodAutoscaler other must be in the set once: got two of it",
  ]);
});

test.each([
  {
    name: "a label of Sluice's",
    of: deployment({}, {}, { app: "shop", "sluice.dev/track": "stable" }),
    says: 'spec.template.metadata.labels["sluice.dev/track"] of Deployment shop must be left out',
  },
  {
    name: "no selector",
    of: deployment({}, { selector: {} }),
    says: "spec.selector of Deployment shop must be set: got none",
  },
  {
    name: "a selector of other labels",
    of: deployment({}, { selector: { matchLabels: { app: "web" } } }),
    says: "spec.selector of Deployment shop must select the labels of its own template: got others",
  },
  {
    name: "a Deployment that stands still",
    of: deployment({}, { paused: true }),
    says: "spec.paused of Deployment shop must be left out",
  },
  {
    name: "a field of the pod beside the template",
    of: deployment({}, { priorityClassName: "high" }),
    says: "spec.priorityClassName of Deployment shop must be a field of the API of Kubernetes 1.36: got an unknown one; it belongs into spec.template.spec",
  },
  {
    name: "a field of the pod beside its spec",
    of: deployment(
      {},
      {
        template: { metadata: { labels: { app: "shop" } }, volumes: [], spec: { containers: [container()] } },
      },
    ),
    says: "spec.template.volumes of Deployment shop must be a field",
  },
  {
    name: "a misspelled field",
    of: deployment({ containers: [container({ readynessProbe: {} })] }),
    says: "spec.template.spec.containers[0].readynessProbe of Deployment shop must be a field of the API of Kubernetes 1.36: got an unknown one",
  },
])("renderApp() refuses $name", ({ of, says }) => {
  const problems = refuse([of]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
});

test("options of the tests are those of a usual app", () => {
  expect(options.app).toBe("shop");
  expect(take([deployment(), service("shop")]).services.users).toBe("shop");
});
