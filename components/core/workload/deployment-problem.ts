/** Condition of a Deployment, as far as it is read here. */
export interface DeploymentCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

const longest = 300;

/**
 * Reason why a Deployment's pods cannot even be made, in Kubernetes' words: no pod shows a quota, a LimitRange, an
 * admission policy or a missing service account that refuses it.
 * @returns e.g. `FailedCreate: pods "shop-canary-x" is forbidden: exceeded quota: …`; undefined where nothing is refused
 */
export function explainDeployment(conditions: readonly DeploymentCondition[]): string | undefined {
  const refused =
    conditions.find(({ type, status }) => type === "ReplicaFailure" && status === "True") ??
    conditions.find(
      ({ type, status, reason }) =>
        type === "Progressing" && status === "False" && reason !== "ProgressDeadlineExceeded",
    );
  if (refused === undefined) return undefined;
  return `${refused.reason ?? refused.type}: ${(refused.message ?? "").trim().slice(0, longest)}`;
}
