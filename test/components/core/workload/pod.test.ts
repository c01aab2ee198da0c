import { listRunning, mayServe, toLivePod } from "../../../../components/core/workload/pod";
import type { ContainerStatus, Pod } from "../../../../components/core/workload/pod";
import { findApp } from "../../../../components/core/workload/app-container";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const pinned = `registry.example.org/shop@${digest("b")}`;

interface Shape {
  readonly containers?: Pod["spec"]["containers"];
  readonly statuses?: readonly ContainerStatus[];
  readonly init?: readonly ContainerStatus[];
  readonly ready?: boolean;
  readonly phase?: string;
  readonly deleted?: boolean;
}

const podOf = (shape: Shape = {}): Pod => ({
  metadata: { name: "shop-canary-1", uid: "u", ...(shape.deleted ? { deletionTimestamp: "now" } : {}) },
  spec: { containers: shape.containers ?? [{ name: "app", image: pinned }] },
  status: {
    phase: shape.phase ?? "Running",
    conditions: [{ type: "Ready", status: shape.ready ? "True" : "False" }],
    containerStatuses: shape.statuses ?? [],
    initContainerStatuses: shape.init ?? [],
  },
});

const app = (changes: Partial<ContainerStatus> = {}): ContainerStatus => ({ name: "app", ...changes });

test.each([
  [true, "runs", {}],
  [true, "still pulls its image", { phase: "Pending" }],
  [false, "was evicted", { phase: "Failed" }],
  [false, "has ended", { phase: "Succeeded" }],
  [false, "is being deleted", { deleted: true }],
] as const)("mayServe() is %s of a pod that %s", (expected, _, shape) => {
  expect(mayServe(podOf(shape))).toBe(expected);
});

test("mayServe() is true of a pod without a status", () => {
  expect(mayServe({ metadata: { name: "a", uid: "u" } })).toBe(true);
});

test.each([
  ["by its name", [{ name: "istio-proxy" }, { name: "app" }], "app"],
  ["the only one", [{ name: "shop" }], "shop"],
  ["none of several strangers", [{ name: "a" }, { name: "b" }], undefined],
  ["none of none", [], undefined],
])("findApp() takes %s", (_, containers, expected) => {
  expect(findApp(containers)?.name).toBe(expected);
});

test("findApp() takes the container that the pod names, whatever was injected", () => {
  const pod = { annotations: { "sluice.dev/container": "shop" } };
  const containers = [{ name: "istio-proxy" }, { name: "app" }, { name: "shop" }];
  expect(findApp(containers, pod)?.name).toBe("shop");
  expect(findApp(containers.slice(0, 2), pod)).toBeUndefined();
});

const proxyFirst = [
  { name: "agent", image: `proxy@${digest("c")}` },
  { name: "app", image: pinned },
];

test.each<[string, Shape, string | undefined]>([
  [
    "of the pinned image once it was pulled",
    { statuses: [app({ imageID: `docker.io/x@${digest("b")}` })] },
    digest("b"),
  ],
  ["none before that", { statuses: [app({ imageID: "" })] }, undefined],
  ["none without a status", {}, undefined],
  [
    "of the pinned index where the runtime names the platform's manifest",
    { statuses: [app({ imageID: `registry.example.org/shop@${digest("d")}` })] },
    digest("b"),
  ],
  [
    "of the pinned image where the runtime names its configuration",
    { statuses: [app({ imageID: digest("c") })] },
    digest("b"),
  ],
  [
    "that the runtime names for a tag",
    { containers: [{ name: "app", image: "shop:v1" }], statuses: [app({ imageID: `shop@${digest("d")}` })] },
    digest("d"),
  ],
  [
    "none of a tag whose configuration alone is named",
    { containers: [{ name: "app", image: "shop:v1" }], statuses: [app({ imageID: digest("c") })] },
    undefined,
  ],
  [
    "of the app's container, whatever stands before it",
    {
      containers: proxyFirst,
      statuses: [{ name: "agent", imageID: `proxy@${digest("c")}` }, app({ imageID: `shop@${digest("b")}` })],
    },
    digest("b"),
  ],
  ["none where no container is the app's", { containers: [{ name: "x" }, { name: "y" }] }, undefined],
])("toLivePod() takes the digest %s", (_, shape, expected) => {
  expect(toLivePod(podOf(shape)).runningDigest).toBe(expected);
});

test("toLivePod() counts restarts and memory kills of every container", () => {
  const killed = (at: string) => ({ terminated: { reason: "OOMKilled", exitCode: 137, finishedAt: at } });
  const statuses = [
    app({
      restartCount: 2,
      lastState: killed("2026-11-30T10:00:00Z"),
      state: killed("2026-11-30T10:00:07Z"),
    }),
    { name: "agent", restartCount: 1, lastState: { terminated: { reason: "OOMKilled" } } },
    { name: "idle", lastState: { terminated: { reason: "Error" } } },
  ];
  const live = toLivePod(podOf({ statuses, containers: proxyFirst, ready: true }));
  expect(live).toEqual({
    name: "shop-canary-1",
    uid: "u",
    labels: {},
    addresses: [],
    image: pinned,
    ready: true,
    restarts: 3,
    oomKills: [
      { id: "u/app/2026-11-30T10:00:07Z", container: "app", atSeconds: 1_796_032_807 },
      { id: "u/app/2026-11-30T10:00:00Z", container: "app", atSeconds: 1_796_032_800 },
      { id: "u/agent/", container: "agent" },
    ],
    lastEndSeconds: 1_796_032_807,
    memoryLimits: {},
    stranded: false,
    tagged: {},
  });
});

test("toLivePod() counts what happens to sidecars that start first, and not to what has ended before the app", () => {
  const limit = { limits: { memory: "1Ki" } };
  const killed = { terminated: { reason: "OOMKilled" } };
  const pod = podOf({
    ready: true,
    statuses: [app({ restartCount: 1 })],
    init: [
      { name: "setup", restartCount: 4, lastState: killed },
      { name: "proxy", restartCount: 2, lastState: killed },
    ],
  });
  const initContainers = [
    { name: "setup", resources: limit },
    { name: "proxy", resources: limit, restartPolicy: "Always" },
  ];
  expect(toLivePod({ ...pod, spec: { ...pod.spec, initContainers } })).toMatchObject({
    restarts: 3,
    oomKills: [{ id: "u/proxy/", container: "proxy" }],
    memoryLimits: { proxy: 1024 },
  });
});

test("toLivePod() reads a pod without a status", () => {
  const bare = { metadata: { name: "a", uid: "u" }, spec: { containers: [] } };
  expect(toLivePod(bare)).toEqual({
    name: "a",
    uid: "u",
    labels: {},
    addresses: [],
    image: "",
    ready: false,
    restarts: 0,
    oomKills: [],
    memoryLimits: {},
    stranded: false,
    tagged: {},
    problem: "running, but it is not ready",
  });
});

test("toLivePod() reads limits of memory as they are enforced", () => {
  const limit = (memory: string) => ({ limits: { memory } });
  const containers = [
    { name: "app", resources: limit("128Mi") },
    { name: "agent", resources: limit("1Ki") },
    { name: "none", resources: {} },
  ];
  const pod = {
    metadata: { name: "a", uid: "u", labels: { app: "shop" } },
    spec: { containers },
    status: {
      podIPs: [{ ip: "10.0.0.7" }],
      containerStatuses: [{ name: "app", resources: limit("1Mi") }, { name: "agent" }],
    },
  };
  expect(toLivePod(pod)).toMatchObject({
    memoryLimits: { app: 1_048_576, agent: 1024 },
    labels: { app: "shop" },
    addresses: ["10.0.0.7"],
  });
});

test.each([
  ["whose containers are ready", "True", undefined, true],
  ["whose containers are not", "False", "ContainersNotReady", false],
  ["that waits for a gate of its own", "True", "ReadinessGatesNotReady", false],
])("toLivePod(): a pod that is not ready and %s", (_name, containers, reason, stranded) => {
  const conditions = [
    { type: "Ready", status: "False", ...(reason === undefined ? {} : { reason }) },
    { type: "ContainersReady", status: containers },
  ];
  const pod = { metadata: { name: "a", uid: "u" }, spec: { containers: [] }, status: { conditions } };
  expect(toLivePod(pod).stranded).toBe(stranded);
});

test("toLivePod() reads what containers with a tag run, and nothing of pinned ones or those not pulled yet", () => {
  const containers = [
    { name: "app", image: pinned },
    { name: "proxy", image: "proxy:1" },
    { name: "late", image: "late:1" },
    { name: "none" },
  ];
  const pod = podOf({
    containers,
    statuses: [app({ imageID: pinned }), { name: "proxy", imageID: `proxy@${digest("c")}` }],
    init: [{ name: "native", imageID: `native@${digest("d")}` }],
  });
  const withInit = { ...pod, spec: { ...pod.spec, initContainers: [{ name: "native", image: "native:1" }] } };
  expect(toLivePod(withInit).tagged).toEqual({ proxy: digest("c"), native: digest("d") });
  const { status: _, ...young } = withInit;
  expect(toLivePod(young).tagged).toEqual({});
});

test("listRunning() names sidecars and containers, and nothing that ends before they start", () => {
  const containers = [{ name: "app" }, { name: "proxy" }];
  const initContainers = [{ name: "setup" }, { name: "waf", restartPolicy: "Always" }];
  expect(listRunning({ spec: { containers, initContainers } })).toEqual(["waf", "app", "proxy"]);
  expect(listRunning({ spec: { containers } })).toEqual(["app", "proxy"]);
});
