import { clusterSchema } from "../../../stacks/schema/cluster";

test.each([
  ["a context", { context: "prod-eu", uid: "5e0a" }, { context: "prod-eu", uid: "5e0a" }],
  [
    "the pod's own",
    { inCluster: true, uid: "5e0a" },
    { context: "in-cluster", inCluster: true, uid: "5e0a" },
  ],
])("clusterSchema takes %s", (_name, raw, expected) => {
  expect(clusterSchema.parse(raw)).toEqual(expected);
});

test.each([
  ["neither", { uid: "5e0a" }, ["context must be the name of a kubeconfig context"]],
  [
    "both",
    { context: "prod-eu", inCluster: true, uid: "5e0a" },
    ["inCluster must not be set together with context"],
  ],
  ["no uid", { inCluster: true }, ["uid must be the uid of the cluster's namespace kube-system"]],
  ["a no", { inCluster: false, uid: "5e0a" }, ["inCluster must be true, or left out"]],
])("clusterSchema refuses %s", (_name, raw, expected) => {
  const issues = clusterSchema.safeParse(raw).error?.issues ?? [];
  expect(issues.map(({ path, message }) => `${path.join(".")} must ${message}`)).toEqual(expected);
});
