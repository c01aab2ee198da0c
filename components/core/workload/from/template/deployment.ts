import type { JsonObject } from "../../../revision/revision";
import { at, showJson } from "../../../json";
import type { DeploymentFields } from "../rendered-app";

/** Surge of Kubernetes where a Deployment says none. */
const usualSurge = "25%";

const isNumber = (value: unknown): value is number => typeof value === "number";

/** Fields of a Deployment that both tracks keep: no ready pod is ever taken away before another one is ready. */
export function toDeploymentFields(deployment: JsonObject): DeploymentFields {
  const surge = at(deployment, "spec", "strategy", "rollingUpdate", "maxSurge") ?? usualSurge;
  const maxSurge = isNumber(surge) ? Math.max(1, surge) : surge === "0%" ? 1 : showJson(surge);
  const minReadySeconds = at(deployment, "spec", "minReadySeconds");
  const progressDeadlineSeconds = at(deployment, "spec", "progressDeadlineSeconds");
  const revisionHistoryLimit = at(deployment, "spec", "revisionHistoryLimit");
  return {
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge } },
    ...(isNumber(minReadySeconds) ? { minReadySeconds } : {}),
    ...(isNumber(progressDeadlineSeconds) ? { progressDeadlineSeconds } : {}),
    ...(isNumber(revisionHistoryLimit) ? { revisionHistoryLimit } : {}),
  };
}
