import type { Cluster } from "../../../components/cluster/api";
import { countEndpoints, listPods, listWatched } from "../../../components/cluster/pods";

const pod = (name: string, address: string, ready?: boolean) => ({
  addresses: [address],
  ...(ready === undefined ? {} : { conditions: { ready } }),
  targetRef: { kind: "Pod", name },
});

test.each([
  ["a pod of two address families", [[pod("a", "10.0.0.1", true)], [pod("a", "fd00::1", true)]], 1],
  [
    "a pod whose ports have slices of their own, beside one that is not ready",
    [[pod("a", "10.0.0.1", true), pod("b", "10.0.0.2", false)], [pod("a", "10.0.0.1", true)]],
    1,
  ],
  ["two pods, one of which says nothing", [[pod("a", "10.0.0.1", true), pod("b", "10.0.0.2")]], 2],
  ["endpoints that are no pods", [[{ addresses: ["10.1.0.1"] }, { addresses: ["10.1.0.2"] }, {}]], 3],
  ["slices without endpoints", [null, undefined], 0],
])("countEndpoints() counts each pod once: %s", async (_what, slices, wanted) => {
  const items = slices.map((endpoints) => ({ endpoints }));
  const call = async () => await Promise.resolve({ items });
  const place = { app: "shop", namespace: "prod" };
  expect(await countEndpoints({ call } as unknown as Cluster, place, "stable")).toBe(wanted);
});

test("listWatched() has pods that were evicted for what they wrote, and none that ended otherwise", async () => {
  const made = (name: string, message: string) => ({
    metadata: { name, uid: name },
    spec: { containers: [] },
    status: { phase: "Failed", reason: "Evicted", message },
  });
  const items = [
    made("a", 'Usage of EmptyDir volume "tmp" exceeds the limit "64Mi". '),
    made("b", "The node was low on resource: memory. "),
  ];
  const cluster = { call: async () => await Promise.resolve({ items }) } as unknown as Cluster;
  const place = { app: "shop", namespace: "prod" };
  expect((await listWatched(cluster, place, "canary")).map(({ name }) => name)).toEqual(["a"]);
  expect(await listPods(cluster, place, "canary")).toEqual([]);
});

test("listPods() leaves pods of others out that have a track's labels: their harm is not the track's", async () => {
  const made = (name: string, owner: string) => ({
    metadata: {
      name,
      labels: { "pod-template-hash": "7d9" },
      ownerReferences: [{ kind: "ReplicaSet", name: owner }],
    },
    spec: { containers: [] },
  });
  const items = [made("a", "shop-canary-7d9"), made("b", "shop-canary-debug-7d9")];
  const call = async () => await Promise.resolve({ items });
  const pods = await listPods({ call } as unknown as Cluster, { app: "shop", namespace: "prod" }, "canary");
  expect(pods.map(({ name }) => name)).toEqual(["a"]);
});
