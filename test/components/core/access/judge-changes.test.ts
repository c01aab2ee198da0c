import { judgeChanges, judgeConditions } from "../../../../components/core/access/judge-changes";
import { celEnvironment } from "../../../../policies/cel/environment";

type Fields = Record<string, unknown>;

const pod = (image: string): Fields => ({ containers: [{ name: "app", image }] });
const deployment = (image: string, more: Fields = {}, metadata: Fields = {}): Fields => ({
  kind: "Deployment",
  metadata: { name: "shop", ...metadata },
  spec: { replicas: 2, template: { spec: pod(image) }, ...more },
});
const owned = { ownerReferences: [{ kind: "ReplicaSet", name: "shop-1", controller: true }] };
const controller = "system:serviceaccount:kube-system:replicaset-controller";

/** Whether the checks are about a request: every condition has to hold. */
function judges(object: Fields, oldObject: Fields | null, username = "alice"): boolean {
  const cel = celEnvironment("check");
  const request = { operation: oldObject === null ? "CREATE" : "UPDATE", userInfo: { username } };
  return judgeConditions.every(
    ({ expression }) => cel.parse(expression)({ object, oldObject, request }) === true,
  );
}

test.each<[string, Fields, Fields | null, string | undefined, boolean]>([
  ["a new Deployment", deployment("a"), null, undefined, true],
  ["a changed template", deployment("b"), deployment("a"), undefined, true],
  ["a scale by the whole object", deployment("a", { replicas: 5 }), deployment("a"), undefined, false],
  ["an annotation", deployment("a", {}, { annotations: { x: "1" } }), deployment("a"), undefined, false],
  ["a status", { ...deployment("a"), status: { replicas: 2 } }, deployment("a"), undefined, false],
  ["a bare pod", { kind: "Pod", metadata: {}, spec: pod("a") }, null, undefined, true],
  [
    "a label of a pod",
    { kind: "Pod", metadata: { labels: {} }, spec: pod("a") },
    { kind: "Pod", metadata: {}, spec: pod("a") },
    undefined,
    false,
  ],
  [
    "another image of a pod",
    { kind: "Pod", metadata: {}, spec: pod("b") },
    { kind: "Pod", metadata: {}, spec: pod("a") },
    undefined,
    true,
  ],
  ["a pod that the cluster makes", { kind: "Pod", metadata: owned, spec: pod("a") }, null, controller, false],
  [
    "a pod that the manager makes",
    { kind: "Pod", metadata: owned, spec: pod("a") },
    null,
    "system:kube-controller-manager",
    false,
  ],
  [
    "a pod that names an owner and is a person's",
    { kind: "Pod", metadata: owned, spec: pod("a") },
    null,
    "alice",
    true,
  ],
  ["a bare pod of kube-system", { kind: "Pod", metadata: {}, spec: pod("a") }, null, controller, true],
  ["a Deployment of kube-system", deployment("a", {}, owned), null, controller, true],
  [
    "a CronJob's schedule",
    {
      kind: "CronJob",
      metadata: {},
      spec: { schedule: "1 * * * *", jobTemplate: { spec: { template: { spec: pod("a") } } } },
    },
    {
      kind: "CronJob",
      metadata: {},
      spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: pod("a") } } } },
    },
    undefined,
    false,
  ],
  [
    "a PodTemplate",
    { kind: "PodTemplate", metadata: {}, template: { spec: pod("b") } },
    { kind: "PodTemplate", metadata: {}, template: { spec: pod("a") } },
    undefined,
    true,
  ],
  [
    "the selector of a Service",
    { kind: "Service", metadata: {}, spec: { type: "NodePort", selector: { track: "stable" } } },
    { kind: "Service", metadata: {}, spec: { type: "NodePort", selector: { track: "canary" } } },
    undefined,
    false,
  ],
  [
    "a Service that opens nodes",
    { kind: "Service", metadata: {}, spec: { type: "NodePort" } },
    { kind: "Service", metadata: {}, spec: { type: "ClusterIP" } },
    undefined,
    true,
  ],
  [
    "any other kind",
    { kind: "ClusterRole", metadata: {}, rules: [] },
    { kind: "ClusterRole", metadata: {}, rules: [] },
    undefined,
    true,
  ],
])("checks and %s", (_name, object, before, username, judged) => {
  expect(judges(object, before, username)).toBe(judged);
});

test("judgeChanges() keeps what else a policy says, and its own conditions", () => {
  const own = { name: "own", expression: "true" };
  const policy = { kind: "x", spec: { matchConditions: [own], validations: [1] } };
  expect(judgeChanges(policy)).toEqual({
    kind: "x",
    spec: { matchConditions: [...judgeConditions, own], validations: [1] },
  });
  expect(judgeChanges({ spec: {} })).toEqual({ spec: { matchConditions: judgeConditions } });
});
