import { isMadeBy, isStranger } from "../../../../components/core/workload/pod-owner";

const labels = { "pod-template-hash": "7d9" };
const ownerReferences = [{ kind: "ReplicaSet", name: "web-7d9", controller: true }];

test.each([
  ["by its ReplicaSet's name", { labels, ownerReferences }, true],
  ["not where nobody owns it", { labels }, false],
  ["not without the hash", { ownerReferences }, false],
])("isMadeBy() knows a Deployment's pod: %s", (_name, pod, expected) => {
  expect(isMadeBy(pod, "web")).toBe(expected);
});

test("isStranger() takes a pod without an owner for a track's", () => {
  expect(isStranger({}, "web")).toBe(false);
  expect(isStranger({ labels, ownerReferences }, "web")).toBe(true);
});
