import { Environment } from "@marcbachmann/cel-js";
import { toKyvernoConditions } from "../../../policies/images/emit-kyverno-conditions";

const terms = { reason: "r", owner: "o", expires: "2027-01-01" };

interface Scene {
  readonly kind?: string;
  readonly name?: string;
  readonly user?: string;
  readonly metadata?: object;
  readonly oldSpec?: object;
}

/** Whether Kyverno judges a request, and what it cannot tell. */
function judge(exemptions: readonly { resource: string; container?: string }[], scene: Scene) {
  const { kind = "Deployment", name = "shop", user = "ada", metadata = {}, oldSpec } = scene;
  const { conditions, untold } = toKyvernoConditions(exemptions.map((one) => ({ ...terms, ...one })));
  expect(new Set(conditions.map((one) => one.name)).size).toBe(conditions.length);
  const judged = conditions.every(
    ({ expression }) =>
      new Environment({ unlistedVariablesAreDyn: true }).evaluate(expression, {
        request: {
          operation: oldSpec === undefined ? "CREATE" : "UPDATE",
          kind: { kind },
          namespace: "prod",
          name,
          userInfo: { username: user },
        },
        object: { metadata, spec: { a: "new" } },
        oldObject: { spec: oldSpec ?? {} },
      }) === true,
  );
  return { judged, untold };
}

const owned = { ownerReferences: [{ kind: "ReplicaSet", controller: true }] };
const controller = "system:serviceaccount:kube-system:replicaset-controller";

test.each<[string, Scene, boolean]>([
  ["a new object", {}, true],
  ["a changed one", { oldSpec: { a: "old" } }, true],
  ["a label, a size, an end", { oldSpec: { a: "new" } }, false],
  ["a pod of the cluster's controller", { kind: "Pod", metadata: owned, user: controller }, false],
  [
    "the same by the controller manager",
    { kind: "Pod", metadata: owned, user: "system:kube-controller-manager" },
    false,
  ],
  ["a pod that a person says is owned", { kind: "Pod", metadata: owned }, true],
  ["a pod that a controller makes for nobody", { kind: "Pod", user: controller }, true],
  [
    "a pod with an owner that is no controller",
    { kind: "Pod", metadata: { ownerReferences: [{ kind: "X" }] }, user: controller },
    true,
  ],
  [
    "a pod of an operator",
    { kind: "Pod", metadata: owned, user: "system:serviceaccount:kruise:manager" },
    true,
  ],
  ["a Deployment, whoever makes it", { metadata: owned, user: controller }, true],
])("%s is judged or not", (_, scene, judged) => {
  expect(judge([], scene)).toEqual({ judged, untold: [] });
});

test.each<[string, string, boolean]>([
  ["Deployment prod/shop", "shop", false],
  ["Deployment prod/sh?p", "shop", false],
  ["Deployment */shop*", "shop-2", false],
  ["Deployment prod/shop", "shop-2", true],
  ["Deployment prod/sh.p", "shop", true],
  ["Deployment staging/shop", "shop", true],
  ["StatefulSet prod/shop", "shop", true],
])("the exemption of %s is of Deployment prod/%s or not", (resource, name, judged) => {
  expect(judge([{ resource }], { name })).toEqual({ judged, untold: [] });
});

test.each(["*", "shop", "urn:pulumi:*::shop", "Rollout prod/shop", "* prod/shop"])(
  "the exemption of %s cannot be told from a request",
  (resource) => {
    expect(judge([{ resource }, { resource: "Job prod/x" }], {})).toEqual({
      judged: true,
      untold: [resource],
    });
  },
);

test("an exemption of a container cannot be told either: the images have lost its name", () => {
  const resource = "Deployment prod/shop";
  expect(judge([{ resource, container: "proxy" }], {})).toEqual({ judged: true, untold: [resource] });
});
