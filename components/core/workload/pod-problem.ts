import { findApp } from "./app-container";
import type { ContainerStatus, Pod, Termination } from "./pod";

/**
 * Reason why a pod is not ready, in Kubernetes' words; the cause that keeps the app's container from starting comes
 * before the container's own state.
 */
export function explainPod({ metadata, spec, status }: Pod): string {
  const app = findApp(spec.containers, metadata)?.name;
  const unscheduled = status?.conditions?.find(
    ({ type, status: value }) => type === "PodScheduled" && value === "False",
  );
  const of = ({ name }: ContainerStatus): string => (name === app ? "" : ` of ${name}`);
  const problems = [
    ...(unscheduled === undefined
      ? []
      : [`${unscheduled.reason ?? "not scheduled"}: ${unscheduled.message ?? ""}`]),
    ...(status?.initContainerStatuses ?? []).flatMap((one) => explainInit(one)),
    ...(status?.containerStatuses ?? [])
      .filter(({ ready }) => ready !== true)
      .flatMap((one) => explainContainer(one, of(one))),
  ];
  return problems.length > 0 ? problems.join(", ") : "running, but it is not ready";
}

/** An init container is the reason while it runs or fails; a sidecar only until it has started. */
function explainInit({ name, ready, state, lastState }: ContainerStatus): string[] {
  const waiting = state?.waiting?.reason;
  if (ready === true || state?.terminated?.exitCode === 0 || waiting === "PodInitializing") return [];
  const ended = explainEnd(state?.terminated ?? lastState?.terminated);
  if (waiting !== undefined) return [`${waiting} of init container ${name}${ended}`];
  return state?.running === undefined ? [] : [`init container ${name} is still running${ended}`];
}

function explainContainer({ state, lastState }: ContainerStatus, of: string): string[] {
  const { waiting } = state ?? {};
  const ended = explainEnd(state?.terminated ?? lastState?.terminated);
  // The init container that it waits for gives the reason.
  if (waiting?.reason === "PodInitializing") return [];
  if (waiting?.reason !== undefined)
    return [`${waiting.reason}${of}${waiting.message ? `: ${waiting.message}` : ""}${ended}`];
  return [`running, but the readiness probe${of} does not succeed${ended}`];
}

function explainEnd(last: Termination | undefined): string {
  if (last === undefined) return "";
  const { reason = "ended", exitCode = "?", message } = last;
  return ` (last: ${reason}, exit code ${exitCode}${message ? `: ${message.trim()}` : ""})`;
}
