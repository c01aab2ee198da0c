import { deployment, container, object, refuse, service, take } from "../set";

const selector = { app: "shop", "app.kubernetes.io/name": "shop", "sluice.dev/track": "stable" };
const metrics = { ports: [{ name: "metrics", port: 9090, nodePort: 30_000 }] };

test("a Service keeps its name, ports and type for callers, and selects stable", () => {
  const ports = [
    { name: "http", port: 80, targetPort: "http", appProtocol: "kubernetes.io/h2c", protocol: "TCP" },
    { name: "admin", port: 81 },
  ];
  const own = service(
    "shop",
    { ports, type: "ClusterIP" },
    { labels: { team: "a" }, annotations: { x: "y" } },
  );
  const { services } = take([deployment(), own]);
  expect(services).toEqual({
    users: "shop",
    userPort: 80,
    labels: { team: "a" },
    ports: [
      { name: "http", port: 80, targetPort: "http", appProtocol: "kubernetes.io/h2c", protocol: "TCP" },
      { name: "admin", port: 81, targetPort: 81 },
    ],
    kept: [{ ...own, spec: { ports, type: "ClusterIP", selector } }],
    twins: [],
    open: [],
  });
});

test("a further Service gets a twin with its labels and without its annotations and node ports", () => {
  const further = service(
    "shop-metrics",
    { ...metrics, clusterIP: "None" },
    { namespace: "prod", labels: { monitor: "yes" }, annotations: { a: "b" } },
  );
  const { services } = take([deployment(), service("shop"), further]);
  expect(services.kept).toHaveLength(2);
  expect(services.twins).toEqual([
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "shop-metrics-canary", namespace: "prod", labels: { monitor: "yes" } },
      spec: {
        clusterIP: "None",
        ports: [{ name: "metrics", port: 9090 }],
        selector: { ...selector, "sluice.dev/track": "canary" },
      },
    },
  ]);
});

test("a further Service without labels and headlessness gets a plain twin", () => {
  const { services } = take([deployment(), service("shop"), service("shop-metrics", metrics)]);
  expect(services.twins).toMatchObject([
    { metadata: { name: "shop-metrics-canary" }, spec: { ports: [{ port: 9090 }] } },
  ]);
});

test("a further Service whose pods monitors find by the users' Service gets no twin", () => {
  const { services } = take([
    deployment(),
    service("shop", {}, { labels: { a: "b", c: "d" } }),
    service("other", {}, { labels: { a: "b" } }),
  ]);
  expect(services.twins).toEqual([]);
});

test.each(["LoadBalancer", "NodePort"])(
  "a Service with a way in of its own (%s) leads to stable only, without a twin",
  (type) => {
    const { services, notes } = take([
      deployment(),
      service("shop"),
      service("outside", { ...metrics, type }),
    ]);
    expect(services.twins).toEqual([]);
    expect(services.kept).toMatchObject([{ metadata: { name: "shop" } }, { spec: { type, selector } }]);
    expect(notes).toContain(
      `Service outside (${type}) is a way in that no weight governs: it leads to stable only`,
    );
  },
);

test("a headless Service that the pods' own environment names selects both tracks, and is named", () => {
  const peers = service("peers", { clusterIP: "None" });
  const env = [
    { name: "SEEDS", value: "peers.prod.svc:7000" },
    { name: "N", valueFrom: {} },
  ];
  const { services, notes } = take([
    deployment({ containers: [container({ env })] }),
    service("shop"),
    peers,
  ]);
  expect(services.open).toEqual([peers]);
  expect(services.kept).toHaveLength(1);
  expect(notes).toContain("Service peers selects both tracks as it is: a way in that no weight governs");
});

test("a headless Service with a name that is only part of another word is narrowed", () => {
  const args = ["--join=my-peers", "--join=peers-two"];
  const { services } = take([
    deployment({ containers: [container({ args })] }),
    service("shop"),
    service("peers", { clusterIP: "None" }),
  ]);
  expect(services.open).toEqual([]);
});

const second = {
  ...object("apps/v1", "Deployment", "worker"),
  spec: { template: { metadata: { labels: { app: "shop" } } } },
};

test("a Service of several Deployments is refused by their names, unless it is shared", () => {
  const set = [deployment(), second, service("shop")];
  expect(refuse(set, { workload: "shop" })).toEqual([
    "spec.selector of Service shop must select the pods of Deployment shop only: got those of worker as well; narrow it, or allow it by name in sluice:app.sharedServices: then it leads to both tracks, ungated",
  ]);
  expect(take(set, { workload: "shop", sharedServices: ["shop"] }).services.open).toHaveLength(1);
});

test.each(["StatefulSet", "DaemonSet"])(
  "a Service that leads to a %s as well is refused: it would lose it",
  (kind) => {
    const other = { ...second, kind, apiVersion: "apps/v1" };
    expect(refuse([deployment(), other, service("shop")])).toEqual([
      expect.stringContaining(`got those of ${kind} worker as well`),
    ]);
  },
);

test("pods of another namespace are none of a Service's", () => {
  const there = { ...second, metadata: { name: "worker", namespace: "dev" } };
  expect(refuse([deployment(), there, service("shop")], { workload: "shop" }).join()).not.toContain(
    "as well",
  );
});

test.each([
  { name: "its name", port: "admin", want: 81 },
  { name: "its number", port: 81, want: 81 },
  { name: "the name http", port: undefined, want: 80 },
])("the users' port is chosen by $name", ({ port, want }) => {
  const ports = [
    { name: "admin", port: 81 },
    { name: "http", port: 80 },
  ];
  expect(
    take([deployment(), service("shop", { ports })], port === undefined ? {} : { port }).services.userPort,
  ).toBe(want);
});

test("the users' port is the first where none is named http", () => {
  const ports = [
    { name: "grpc", port: 81 },
    { name: "admin", port: 82 },
  ];
  expect(take([deployment(), service("shop", { ports })]).services.userPort).toBe(81);
});

test("a port that is not there is refused, with the ones that are", () => {
  expect(refuse([deployment(), service("shop", { ports: [{ port: 80 }] })], { port: "grpc" })).toEqual([
    "sluice:app.from.port must be a port of Service shop (80): got grpc",
  ]);
  expect(refuse([deployment({ containers: [container({ ports: [] })] })], { port: 80 })).toEqual([
    "sluice:app.from.port must be a port of container shop (none): got 80",
  ]);
});

test("a workload without Service has its container's ports, and is named", () => {
  const ports = [
    { containerPort: 1 },
    { name: "dns", containerPort: 53, protocol: "UDP" },
    { name: "x", containerPort: 2 },
  ];
  const { services, notes } = take([
    deployment({ containers: [container({ ports })] }),
    service("external", { type: "ExternalName" }),
    service("bare", { selector: {} }),
  ]);
  expect(services).toMatchObject({
    ports: [
      { port: 1, targetPort: 1 },
      { name: "dns", port: 53, targetPort: "dns", protocol: "UDP" },
      { name: "x", port: 2, targetPort: "x" },
    ],
    kept: [],
  });
  expect(notes[1]).toBe(
    "nothing of the set sends requests to shop: its exposure begins with the canary's first pod, whatever the weight",
  );
});

test("a workload that nothing can reach has no port", () => {
  expect(take([deployment({ containers: [{ name: "shop" }] })]).services).toEqual({
    labels: {},
    ports: [],
    kept: [],
    twins: [],
    open: [],
  });
});

test("a Service's port by number that no container declares is declared, so that the revision says where its pods listen", () => {
  const ports = [
    { name: "a", port: 80, targetPort: 9000 },
    { name: "b", port: 81, targetPort: 9000, protocol: "TCP" },
    { name: "c", port: 82, targetPort: 8080 },
    { name: "d", port: 83, targetPort: 53, protocol: "UDP" },
  ];
  const { revision, notes } = take([deployment(), service("shop", { ports })]);
  expect(revision.template["spec"]).toMatchObject({
    containers: [
      {
        ports: [
          { name: "http", containerPort: 8080 },
          { containerPort: 9000 },
          { containerPort: 53, protocol: "UDP" },
        ],
      },
    ],
  });
  expect(notes).toContain("added to container shop: port 9000, which a Service of it leads to");
});

test("a Service's port by a name that no container has is refused", () => {
  const ports = [{ name: "web", port: 80, targetPort: "web" }];
  expect(refuse([deployment(), service("shop", { ports })])).toEqual([
    "targetPort of Service shop must be a port of the workload's containers: got web, which none has (http)",
  ]);
  expect(
    refuse([deployment({ containers: [container({ ports: [] })] }), service("shop", { ports })]),
  ).toEqual([
    "targetPort of Service shop must be a port of the workload's containers: got web, which none has (no names)",
  ]);
});
