import {
  toMigrationJob,
  toMigrationPod,
} from "../../../../../components/core/workload/migration/migration-pod";
import type { Job } from "../../../../../components/core/workload/migration/migration-pod";
import type { Pod } from "../../../../../components/core/workload/pod";

const job = (change: Partial<Job> = {}): Job => ({ metadata: { name: "j" }, spec: {}, ...change });
const condition = (type: string, more = {}) => ({
  status: {
    conditions: [
      { type, status: "True", ...more },
      { type: "Suspended", status: "False" },
    ],
  },
});

test.each<[string, Job, object]>([
  ["a new Job", job(), { isSuspended: false, isComplete: false }],
  ["a suspended Job", job({ spec: { suspend: true } }), { isSuspended: true, isComplete: false }],
  ["a Job that is complete", job(condition("Complete")), { isSuspended: false, isComplete: true }],
  [
    "a Job whose migration is done",
    job({
      metadata: { name: "j", annotations: { "sluice.dev/migration-done": "true" } },
      spec: { suspend: true },
    }),
    { isSuspended: true, isComplete: true },
  ],
  [
    "a Job that failed",
    job(condition("Failed", { reason: "DeadlineExceeded", message: "too long" })),
    { isSuspended: false, isComplete: false, failure: "DeadlineExceeded: too long" },
  ],
  [
    "a Job that is about to fail",
    job(condition("FailureTarget")),
    { isSuspended: false, isComplete: false, failure: "" },
  ],
])("toMigrationJob() reads %s", (_name, given, expected) => {
  expect(toMigrationJob(given)).toEqual(expected);
});

const pod = (status: Pod["status"], more: Partial<Pod["metadata"]> = {}): Pod => ({
  metadata: { name: "p", uid: "u", ...more },
  spec: { containers: [{ name: "mesh-proxy" }, { name: "app" }] },
  ...(status && { status }),
});
const proxy = { name: "mesh-proxy", ready: true, state: { running: {} } };
const ended = (exitCode: number | undefined, message?: string) => ({
  name: "app",
  ready: false,
  state: { terminated: { ...(exitCode === undefined ? {} : { exitCode }), ...(message && { message }) } },
});

test.each<[string, Pod, object]>([
  [
    "one whose injected container never ends",
    pod({ phase: "Running", containerStatuses: [proxy, ended(0)] }),
    { exitCode: 0, isOver: false, isLeaving: false },
  ],
  [
    "one that failed",
    pod({ phase: "Failed", containerStatuses: [ended(1, "lock timeout")] }),
    { exitCode: 1, message: "lock timeout", isOver: true, isLeaving: false },
  ],
  [
    "one that ended well",
    pod({ phase: "Succeeded", containerStatuses: [ended(0)] }),
    { exitCode: 0, isOver: true },
  ],
  [
    "one whose end is not told",
    pod({ phase: "Failed", containerStatuses: [ended(undefined)] }),
    { isOver: true },
  ],
  [
    "one that was told to end",
    pod(
      { phase: "Running", containerStatuses: [{ name: "app", state: { running: {} } }] },
      { deletionTimestamp: "2026-11-21T18:00:00Z" },
    ),
    { isOver: false, isLeaving: true },
  ],
  ["one that has not started", pod(undefined), { problem: "running, but it is not ready" }],
])("toMigrationPod() reads %s by its own container", (_name, given, expected) => {
  expect(toMigrationPod(given)).toMatchObject({ name: "p", ...expected });
});
