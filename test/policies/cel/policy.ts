import { compileCheck } from "../../../policies/cel/compile";
import { toCelObject } from "../../../policies/cel/cel-object";
import { evaluateCheck } from "../../../policies/cel/evaluate";
import type { Outcome } from "../../../policies/cel/evaluate";
import type { AdmissionPolicy } from "../../../policies/cel/check";
import { toCheck } from "../../../policies/cel/read-checks";
import { toKubernetesObjects } from "../../../policies/workloads/kubernetes-object";

type Fields = Record<string, unknown>;

const annotations = Object.fromEntries(
  ["title", "description", "why", "fix"].map((key) => [`sluice.dev/${key}`, "said"]),
);

/** A policy about ConfigMaps that takes all, with changes of its spec and annotations. */
export const policyWith = (spec: Fields = {}, more: Fields = {}): AdmissionPolicy =>
  ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: {
      name: "sluice-tried",
      annotations: { ...annotations, "sluice.dev/severity": "low", ...more },
    },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] },
        ],
      },
      validations: [{ expression: "true" }],
      ...spec,
    },
  }) as AdmissionPolicy;

/** Findings of a policy on a ConfigMap. */
export function judge(policy: AdmissionPolicy, props: Fields = {}, data: Fields = {}): Outcome[] {
  const compiled = compileCheck(toCheck("tried", policy));
  const [given] = toKubernetesObjects({
    type: "kubernetes:core/v1:ConfigMap",
    raw: { metadata: { name: "shop", namespace: "prod" }, ...props },
  });
  if (given === undefined) throw new Error("there is no object");
  return [...evaluateCheck(compiled, toCelObject(given), { data })];
}

/** Whether an expression holds. */
export const holds = (expression: string): boolean =>
  judge(policyWith({ validations: [{ expression }] })).length === 0;
