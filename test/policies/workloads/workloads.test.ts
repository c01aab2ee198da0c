import { disruptionBudget } from "../../../policies/workloads/disruption-budget";
import { replicas } from "../../../policies/workloads/replicas";
import { messagesOf, runPolicy } from "../pack/run-policy";
import type { GivenResource } from "../pack/run-policy";
import { deployment, labels, object } from "./objects";
import type { Fields } from "./objects";

const unknown = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
const scaler = (minReplicas: number | undefined, target = "shop") =>
  object("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
    minReplicas,
    maxReplicas: 9,
  });
const budget = (spec: Fields, name = "shop", namespace = "prod") =>
  object(
    "kubernetes:policy/v1:PodDisruptionBudget",
    { selector: { matchLabels: labels }, ...spec },
    name,
    namespace,
  );
const scaled = (spec: Fields) => object("kubernetes:keda.sh/v1alpha1:ScaledObject", spec);

describe("replicas", () => {
  test.each<[string, GivenResource[], string[]]>([
    ["two", [deployment({ replicas: 2 })], []],
    ["none, between releases", [deployment({ replicas: 0 })], []],
    ["one", [deployment({ replicas: 1 })], ["spec.replicas must be at least 2: got 1\n  → "]],
    ["nothing said", [deployment()], ["spec.replicas must be at least 2: got nothing, which means 1\n  → "]],
    ["an autoscaler from two on", [deployment(), scaler(2)], []],
    ["an autoscaler from one on", [deployment(), scaler(1)], ["minReplicas of its autoscaler must be"]],
    [
      "an autoscaler that says nothing",
      [deployment(), scaler(undefined)],
      ["minReplicas of its autoscaler must be at least 2: got 1"],
    ],
    ["another's autoscaler", [deployment({ replicas: 1 }), scaler(2, "cart")], ["spec.replicas must"]],
  ])("judges %s", async (_name, resources, messages) => {
    const found = await messagesOf(replicas, resources);
    expect(found).toEqual(messages.map((text) => expect.stringContaining(text)));
  });

  test("takes its minimum from the configuration", async () => {
    await expect(messagesOf(replicas, [deployment({ replicas: 2 })], { minimum: 3 })).resolves.toHaveLength(
      1,
    );
  });

  test("judges the others where one is not known", async () => {
    const found = await runPolicy(replicas, [
      deployment({ replicas: unknown }),
      deployment({ replicas: 1 }, "cart"),
    ]);
    expect(found).toEqual([
      expect.objectContaining({ enforcementLevel: "advisory", urn: expect.stringMatching(/::shop$/) }),
      expect.objectContaining({ urn: expect.stringMatching(/::cart$/) }),
    ]);
  });
});

describe("disruption-budget", () => {
  test.each<[string, GivenResource[], string[]]>([
    ["a budget that lets one go", [deployment({ replicas: 3 }), budget({ maxUnavailable: 1 })], []],
    [
      "none",
      [deployment({ replicas: 3 })],
      ["must be selected by exactly one PodDisruptionBudget: got none"],
    ],
    ["none for a single pod, which is for another policy", [deployment({ replicas: 1 })], []],
    ["one of another namespace", [deployment({ replicas: 3 }), budget({}, "shop", "test")], ["got none"]],
    [
      "two",
      [deployment({ replicas: 3 }), budget({ maxUnavailable: 1 }, "a"), budget({ maxUnavailable: 1 }, "b")],
      ["got a, b\n  → keep one"],
    ],
    [
      "one that keeps all pods",
      [deployment({ replicas: 3 }), budget({ minAvailable: 3 })],
      [
        '"PodDisruptionBudget prod/shop": spec.minAvailable must leave one of the 3 pods of shop free to go: got 3',
      ],
    ],
    [
      "a share that rounds up to all",
      [deployment({ replicas: 3 }), budget({ minAvailable: "67%" })],
      ["got 67%"],
    ],
    ["a share that leaves one", [deployment({ replicas: 3 }), budget({ minAvailable: "66%" })], []],
    ["a number that an autoscaler decides elsewhere", [deployment(), budget({ minAvailable: 3 })], []],
    [
      "one that keeps all that an autoscaler begins with",
      [deployment(), scaler(3), budget({ minAvailable: 3 })],
      ["spec.minAvailable must leave one of the 3 pods of shop free to go: got 3"],
    ],
    ["one below what an autoscaler begins with", [deployment(), scaler(4), budget({ minAvailable: 3 })], []],
    [
      "one that keeps all, whatever the Deployment says",
      [deployment({ replicas: 9 }), scaler(3), budget({ minAvailable: "100%" })],
      ["got 100%"],
    ],
    [
      "one that keeps all that KEDA begins with",
      [
        deployment(),
        scaled({ scaleTargetRef: { name: "shop" }, minReplicaCount: 2 }),
        budget({ minAvailable: 2 }),
      ],
      ["must leave one of the 2 pods"],
    ],
    [
      "one that keeps a single pod",
      [deployment({ replicas: 1 }), budget({ minAvailable: 1 })],
      ["must leave one of the 1 pod of shop free to go: got 1"],
    ],
    ["one that lets a single pod go", [deployment({ replicas: 1 }), budget({ maxUnavailable: 1 })], []],
    ["one of a service that sleeps", [deployment({ replicas: 0 }), budget({ minAvailable: 1 })], []],
  ])("judges %s", async (_name, resources, messages) => {
    const found = await messagesOf(disruptionBudget, resources);
    expect(found).toEqual(messages.map((text) => expect.stringContaining(text)));
  });
});
