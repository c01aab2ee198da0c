import * as k8s from "@pulumi/kubernetes";
import { toTwin } from "../../../bench/program/base-preview";

const object = (type: string) => ({
  type: `kubernetes:${type}`,
  inputs: {
    __defaults: [],
    kind: type,
    metadata: { name: "shop", namespace: "prod" },
    spec: { replicas: 2 },
  },
});

test.each([
  ["apps/v1:Deployment", "k8s.apps.v1.Deployment", { replicas: 0 }],
  ["core/v1:Service", "k8s.core.v1.Service", { replicas: 2 }],
  ["policy/v1:PodDisruptionBudget", "k8s.policy.v1.PodDisruptionBudget", { replicas: 2 }],
  ["networking.k8s.io/v1:NetworkPolicy", "k8s.networking.v1.NetworkPolicy", { replicas: 2 }],
])("toTwin() of %s is a class of Pulumi's Kubernetes package, in the other namespace", (type, call, spec) => {
  const { call: found, twin } = toTwin(object(type), "minimal");
  expect(found).toBe(call);
  expect(twin).toMatchObject({ metadata: { name: "shop", namespace: "minimal" }, spec });
  expect(twin).not.toHaveProperty("__defaults");
  const [, ...way] = call.split(".");
  expect(way.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], k8s)).toBeInstanceOf(
    Function,
  );
});
