import { findRuns } from "../../../../../components/core/evidence/logs/log-runs";
import type { ContainerStatus, Pod } from "../../../../../components/core/workload/pod";

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
const pod = (status: Partial<ContainerStatus> | undefined, more: Partial<Pod["metadata"]> = {}): Pod => ({
  metadata: { name: "shop-canary-1", uid: "u", labels: { "sluice.dev/track": "canary" }, ...more },
  spec: { containers: [{ name: "app" }, { name: "proxy" }] },
  status: { containerStatuses: status === undefined ? [] : [{ name: "app", ...status }] },
});
const running = (startedAt: number) => ({ running: { startedAt: at(startedAt) } });
const found = (one: Pod, container?: string) => {
  const { runs, problems } = findRuns([one], container, 1000);
  return [...runs.map(({ key, isPrevious }) => `${key}${isPrevious ? " before" : ""}`), ...problems];
};

test.each<[string, Pod, readonly string[]]>([
  ["the one of a running container", pod({ state: running(900) }), ["u/app/0"]],
  ["none of one that was never started", pod({ state: { waiting: { reason: "ContainerCreating" } } }), []],
  ["none without a status", pod(undefined), []],
  [
    "both of one that restarted meanwhile",
    pod({ restartCount: 1, state: running(1010), lastState: { terminated: { startedAt: at(500) } } }),
    ["u/app/0 before", "u/app/1"],
  ],
  [
    "the present one of one that restarted long ago",
    pod({ restartCount: 4, state: running(900), lastState: { terminated: { startedAt: at(500) } } }),
    ["u/app/4"],
  ],
  [
    "the last one of one that waits to be started again",
    pod({ restartCount: 1, state: { waiting: {} }, lastState: { terminated: { startedAt: at(1005) } } }),
    ["u/app/1"],
  ],
  [
    "two, and that others are lost, of one that restarts again and again",
    pod({ restartCount: 3, state: running(1020), lastState: { terminated: { startedAt: at(1010) } } }),
    [
      "u/app/2 before",
      "u/app/3",
      "container app of pod shop-canary-1 restarted more than once, and only the last two runs have logs",
    ],
  ],
  [
    "the same where nobody says when it began",
    pod({ restartCount: 2, state: running(1020) }),
    ["u/app/1 before", "u/app/2", expect.stringMatching(/restarted more than once/) as unknown as string],
  ],
  ["none of a pod without a track", pod({ state: running(900) }, { labels: {} }), []],
])("findRuns() finds %s", (_, one, expected) => {
  expect(found(one)).toEqual(expected);
});

test("findRuns() takes the container that is named, and says where there is none", () => {
  const one = pod({ state: running(900) });
  expect(found(one, "proxy")).toEqual([]);
  expect(found(one, "other")).toEqual(["pod shop-canary-1 has no container other"]);
  const bare = { ...one, spec: { containers: [{ name: "x" }, { name: "y" }] } };
  expect(found(bare)).toEqual(["pod shop-canary-1 has no container of the app"]);
});
