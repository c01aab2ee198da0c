import type { Cluster } from "../../../components/cluster/api";
import { listEndpointPods } from "../../../components/cluster/services";

test("listEndpointPods() tells pods that a Service knows from those that it sends requests to already", async () => {
  const endpoint = (name: string, ready?: boolean) => ({
    targetRef: { name },
    ...(ready === undefined ? {} : { conditions: { ready } }),
  });
  const items = [
    { endpoints: [endpoint("a", true), endpoint("b", false), endpoint("c")] },
    { endpoints: null },
  ];
  const cluster = { call: async () => await Promise.resolve({ items }) } as unknown as Cluster;
  expect(await listEndpointPods(cluster, { namespace: "prod" }, "front")).toEqual(["a", "b", "c"]);
  expect(await listEndpointPods(cluster, { namespace: "prod" }, "front", "ready")).toEqual(["a", "c"]);
});
