import { toLivePod } from "../../../../components/core/workload/pod";

test.each([
  ["a container's limit", 'Container app exceeded its local ephemeral storage limit "1Gi". ', true],
  ["the pod's limit", "Pod ephemeral local storage usage exceeds the total limit of containers 2Gi. ", true],
  ["a volume's limit", 'Usage of EmptyDir volume "tmp" exceeds the limit "64Mi". ', true],
  [
    "its node's lack",
    "The node was low on resource: ephemeral-storage. Container app was using 3Gi. ",
    false,
  ],
  ["an unknown reason", undefined, false],
])("toLivePod() knows an eviction for %s", (_, message, expected) => {
  const pod = { metadata: { name: "shop-canary-1", uid: "u" }, spec: { containers: [] } };
  const status = { phase: "Failed", reason: "Evicted", ...(message === undefined ? {} : { message }) };
  expect(toLivePod({ ...pod, status }).overflow).toBe(expected ? message?.trim() : undefined);
  expect(toLivePod({ ...pod, status: { ...status, phase: "Running" } }).overflow).toBeUndefined();
});
