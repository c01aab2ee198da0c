import type { PolicyMetadata } from "../pack/policy-metadata";

/** Rule of `matchConstraints`. */
export interface MatchRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
}

/** The parts of a ValidatingAdmissionPolicy that a check may use; `check-schema.ts` refuses any other. */
export interface AdmissionPolicy {
  readonly apiVersion: "admissionregistration.k8s.io/v1";
  readonly kind: "ValidatingAdmissionPolicy";
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly failurePolicy?: "Fail";
    readonly paramKind?: { readonly apiVersion: "v1"; readonly kind: "ConfigMap" };
    readonly matchConstraints: { readonly resourceRules: readonly MatchRule[] };
    readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly {
      readonly expression: string;
      readonly message?: string;
      readonly messageExpression?: string;
      readonly reason?: string;
    }[];
  };
}

/** Check: the admission policy of its file, with the settings in its annotations. */
export interface Check {
  /** The file's name without ending, also the policy's name in the pack and, after `sluice-`, in the cluster. */
  readonly id: string;
  readonly metadata: PolicyMetadata;
  /** Parameters by name with their defaults, all texts, as a ConfigMap has them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Expressions of RE2 that whole parameters must match, by name. */
  readonly parameterRules: Readonly<Record<string, string>>;
  readonly policy: AdmissionPolicy;
}
