import {
  decideWatchdog,
  describeWatchdog,
  explainWatchdog,
  findIdle,
} from "../../../../../components/core/workload/watchdog/decide-watchdog";
import type { Job, MigrationPod } from "../../../../../components/core/workload/migration/migration-pod";

const job = (change: Partial<Job["metadata"]> = {}, ...conditions: string[]): Job => ({
  metadata: { name: "shop-watchdog", annotations: { "sluice.dev/watched": "3-a" }, ...change },
  spec: {},
  status: {
    conditions: conditions.map((type) => ({ type, status: "True", reason: "BackoffLimitExceeded" })),
  },
});
const pod = (change: Partial<MigrationPod> = {}): MigrationPod => ({
  name: "p",
  isOver: false,
  isLeaving: false,
  ...change,
});

test.each([
  ["none", undefined, "create"],
  ["its own", job(), "keep"],
  ["one of another attempt", job({ annotations: { "sluice.dev/watched": "2-a" } }), "replace"],
  ["one that has ended", job({}, "Complete"), "replace"],
  ["one that failed", job({}, "Failed"), "replace"],
  ["one that is leaving", job({ deletionTimestamp: "2027-01-15T08:00:00Z" }), "replace"],
  ["one of somebody else", job({ annotations: {} }), "foreign"],
  ["one without annotations", { ...job(), metadata: { name: "shop-watchdog" } }, "foreign"],
] as const)("decideWatchdog(): %s", (_name, found, step) => {
  expect(decideWatchdog(found, "3-a")).toBe(step);
});

test.each([
  ["no Job", undefined, [], "it does not exist"],
  ["ended", job({}, "Complete"), [pod()], "it has ended"],
  ["failed", job({}, "Failed"), [], "it failed: BackoffLimitExceeded"],
  ["a pod that runs", job(), [pod({ isLeaving: true }), pod()], undefined],
  ["no pod", job(), [pod({ isOver: true })], "it has no pod yet: its account may be missing"],
  ["a pod that cannot start", job(), [pod({ problem: "ImagePullBackOff" })], "pod p: ImagePullBackOff"],
  [
    "one between two starts",
    job(),
    [pod({ exitCode: 2, message: "no" })],
    "pod p: ended with exit code 2: no",
  ],
  ["one that said nothing", job(), [pod({ exitCode: 1 })], "pod p: ended with exit code 1:"],
])("findIdle(): %s", (_name, found, pods, idle) => {
  expect(findIdle(found, pods)).toBe(idle);
});

test("explainWatchdog() says who watches where no run does, or that nobody does", () => {
  expect(explainWatchdog({})).toMatch(/^no watchdog: nobody watches/);
  const watchdog = { image: "i@sha256:1", limitSeconds: 7200, atLimit: "back" } as const;
  expect(explainWatchdog({ watchdog })).toMatch(
    /where no run does, 2h at most, then traffic goes back to stable$/,
  );
  expect(explainWatchdog({ watchdog: { ...watchdog, atLimit: "stay" } })).toMatch(/then traffic stays$/);
});

test("describeWatchdog() is a problem only where the canary has traffic and the Job does not watch", () => {
  expect(describeWatchdog({ configured: false, idle: undefined }, 5)).toEqual({
    text: "none is configured (sluice:watchdog.image)",
  });
  expect(describeWatchdog({ configured: true, idle: undefined }, 5)).toEqual({
    text: "its Job runs, and watches where no run does",
  });
  const idle = { configured: true, idle: "it does not exist" };
  expect(describeWatchdog(idle, 0)).toEqual({ text: "its Job does not watch: it does not exist" });
  expect(describeWatchdog(idle, 5).problem?.text).toBe(
    "5 % on the canary, and the watchdog's Job does not watch: it does not exist",
  );
});
