import type { Cluster } from "../../../components/cluster/api";
import { countEndpoints } from "../../../components/cluster/pods";

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
