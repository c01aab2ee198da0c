import type { ContainerStatus, Pod } from "../../../../components/core/workload/pod";
import { explainPod } from "../../../../components/core/workload/pod-problem";

const waiting = (reason: string, message?: string) => ({
  state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
});
const running = { state: { running: {} } };
const crashed = { lastState: { terminated: { reason: "Error", exitCode: 1, message: "no database\n" } } };

function explain(
  statuses: readonly ContainerStatus[],
  init: readonly ContainerStatus[] = [],
  conditions: NonNullable<Pod["status"]>["conditions"] = [],
): string {
  const pod = {
    metadata: { name: "p", uid: "u" },
    spec: { containers: [{ name: "istio-proxy" }, { name: "app" }] },
    status: { conditions, containerStatuses: statuses, initContainerStatuses: init },
  };
  return explainPod(pod);
}

const app = (changes: Partial<ContainerStatus>): ContainerStatus => ({
  name: "app",
  ready: false,
  ...changes,
});

test.each<[string, string]>([
  [explain([app(waiting("ImagePullBackOff", "no such image"))]), "ImagePullBackOff: no such image"],
  [
    explain([app({ ...waiting("CrashLoopBackOff"), ...crashed })]),
    "CrashLoopBackOff (last: Error, exit code 1: no database)",
  ],
  [explain([app(running)]), "running, but the readiness probe does not succeed"],
  [
    explain([app({ state: { terminated: {} } })]),
    "running, but the readiness probe does not succeed (last: ended, exit code ?)",
  ],
  [
    explain([
      app({ ...running, ready: true }),
      { name: "istio-proxy", ...waiting("CrashLoopBackOff"), ...crashed },
    ]),
    "CrashLoopBackOff of istio-proxy (last: Error, exit code 1: no database)",
  ],
  [
    explain([app(waiting("PodInitializing"))], [{ name: "vault-agent-init", ...running }]),
    "init container vault-agent-init is still running",
  ],
  [
    explain(
      [app(waiting("PodInitializing"))],
      [{ name: "migrate", ...waiting("CrashLoopBackOff"), ...crashed }],
    ),
    "CrashLoopBackOff of init container migrate (last: Error, exit code 1: no database)",
  ],
  [
    explain(
      [app(waiting("PodInitializing"))],
      [
        { name: "done", state: { terminated: { exitCode: 0 } } },
        { name: "sidecar", ready: true, ...running },
        { name: "later", ...waiting("PodInitializing") },
        { name: "unknown" },
      ],
    ),
    "running, but it is not ready",
  ],
  [explain([app({})]), "running, but the readiness probe does not succeed"],
  [
    explain(
      [],
      [],
      [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" }],
    ),
    "Unschedulable: 0/1 nodes",
  ],
  [explain([], [], [{ type: "PodScheduled", status: "False" }]), "not scheduled: "],
  [explain([], [], [{ type: "PodScheduled", status: "True" }]), "running, but it is not ready"],
])("explainPod(): %s", (found, expected) => {
  expect(found).toBe(expected);
});

test("explainPod() of a pod that nobody has looked at yet", () => {
  expect(explainPod({ metadata: { name: "p", uid: "u" }, spec: { containers: [] } })).toBe(
    "running, but it is not ready",
  );
});
