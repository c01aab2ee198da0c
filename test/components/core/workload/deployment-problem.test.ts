import { explainDeployment } from "../../../../components/core/workload/deployment-problem";

const quota = 'pods "shop-canary-1" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2';

test.each([
  [
    "a quota",
    { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: quota },
    `FailedCreate: ${quota}`,
  ],
  [
    "a ReplicaSet that is refused",
    { type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message: "denied " },
    "ReplicaSetCreateError: denied",
  ],
  ["a reason without words", { type: "ReplicaFailure", status: "True" }, "ReplicaFailure: "],
  ["a failure that is over", { type: "ReplicaFailure", status: "False" }, undefined],
  ["slow pods", { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }, undefined],
  ["progress", { type: "Progressing", status: "True" }, undefined],
])("explainDeployment(): %s", (_name, condition, expected) => {
  expect(explainDeployment([{ type: "Available", status: "True" }, condition])).toBe(expected);
});

test("explainDeployment() cuts long words, and prefers what refuses pods", () => {
  const long = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "x".repeat(900) };
  const progress = { type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message: "y" };
  expect(explainDeployment([progress, long])).toBe(`FailedCreate: ${"x".repeat(300)}`);
});
