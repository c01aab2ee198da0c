/** Action of the cluster on an object that fails a check: `audit` records it, `deny` rejects it. */
export type Enforcement = "audit" | "deny";

/** Namespaces that checks are about. */
export interface BindingScope {
  /** Empty means all. */
  readonly namespaces: readonly string[];
  readonly except: readonly string[];
}

const nameLabel = "kubernetes.io/metadata.name";

/** Selects the namespaces of a scope by the label that the API server keeps on each. */
export function toNamespaceSelector({ namespaces, except }: BindingScope) {
  const term = (operator: string, values: readonly string[]) =>
    values.length === 0 ? [] : [{ key: nameLabel, operator, values: [...values] }];
  return { matchExpressions: [...term("In", namespaces), ...term("NotIn", except)] };
}

/**
 * The spec of a check's ValidatingAdmissionPolicyBinding. To audit is to warn who writes, and to note it in the audit
 * log; a check with parameters and none there refuses.
 * @param parametersFrom - namespace of the ConfigMap with its parameters; undefined where it has none
 */
export function toBinding<Namespace>(
  policy: string,
  enforcement: Enforcement,
  scope: BindingScope,
  parametersFrom: Namespace | undefined,
) {
  return {
    policyName: policy,
    validationActions: enforcement === "deny" ? ["Deny"] : ["Warn", "Audit"],
    matchResources: { namespaceSelector: toNamespaceSelector(scope) },
    ...(parametersFrom === undefined
      ? {}
      : { paramRef: { name: policy, namespace: parametersFrom, parameterNotFoundAction: "Deny" } }),
  };
}
