import { ApiError, isUnreachable, notServed } from "../cluster/api-error";
import { endingCause, explainEnding } from "../core/access/ending-namespace";
import { oldestKubernetes } from "../core/access/oldest-kubernetes";
import { PhaseError } from "../core/ledger/transition";
import { RunEnd } from "../core/run-end";
import { InterruptedError } from "../traffic/wait";

/** End of a run for an error, with the way out for its kind; an unknown error keeps its stack for a bug report. */
export function toRunEnd(error: unknown, action: string): RunEnd {
  if (error instanceof RunEnd) return error;
  const text = `Cannot ${action}`;
  if (error instanceof InterruptedError) return new RunEnd("interrupted", `${text}: interrupted`);
  if (error instanceof PhaseError && error.isOver) {
    return new RunEnd("refused", {
      text: `${text}: another command ended the release meanwhile (${error.message})`,
      fix: "sluice status shows the state",
    });
  }
  if (error instanceof ApiError) return explainApi(error, text);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RunEnd("unexpected", `${text}: ${stack}`);
}

/** Groups of Kubernetes itself that are asked. */
const ownApis = /^(?:apps|autoscaling|batch|policy|(?:authorization|discovery|networking)\.k8s\.io)\//;

function explainApi(error: ApiError, action: string): RunEnd {
  const { status, reason, details } = error;
  const text = `${action}: ${error.message}`;
  if (status === 401) {
    return new RunEnd("usage", {
      text,
      fix: "log in again: the API server takes no credentials that this kubeconfig context gives",
    });
  }
  const ending = details.causes?.find((one) => one.reason === endingCause);
  if (ending !== undefined) {
    const problem = explainEnding(ending.message ?? error.message);
    return new RunEnd("usage", { ...problem, text: `${action}: ${problem.text}` });
  }
  if (status === 403) {
    return new RunEnd("usage", {
      text,
      fix: "give the account of this kubeconfig context that right: docs/reference/rights.md lists the rules of each role",
    });
  }
  if (isUnreachable(error)) {
    return new RunEnd("unexpected", {
      text,
      fix: "run the same command again once it answers: it goes on from what is recorded",
    });
  }
  if (status === 404 && details.kind === "namespaces") {
    return new RunEnd("usage", {
      text: `${action}: sluice:app.namespace must be a namespace of the cluster: got ${details.name}`,
      fix: `kubectl create namespace ${details.name}`,
    });
  }
  if (reason === notServed) {
    const isOwn = details.api !== undefined && ownApis.test(details.api);
    return new RunEnd("usage", {
      text,
      fix: isOwn
        ? `upgrade the cluster: Sluice needs ${oldestKubernetes}`
        : "have the cluster serve this version of the API: install its CRDs, for example the Gateway API (v1), or after an upgrade of them the version again",
    });
  }
  return new RunEnd("unexpected", text);
}
