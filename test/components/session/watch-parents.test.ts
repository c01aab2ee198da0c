import { findEngine, onceGone } from "../../../components/session/watch-parents";
import type { Platform } from "../../../components/ledger/process-identity";
import { withoutProc } from "../../support/platforms";

const stat = (pid: number, parent: number): string =>
  `${pid} (x) S ${parent} ${Array.from({ length: 17 }, () => "0").join(" ")} 9${pid} 0`;

/** Linux with these processes: id, parent, name. */
function linux(...processes: readonly (readonly [pid: number, parent: number, name: string])[]): Platform {
  const files = new Map(
    processes.flatMap(([pid, parent, name]) => [
      [`/proc/${pid}/stat`, stat(pid, parent)],
      [`/proc/${pid}/comm`, name],
    ]),
  );
  return { readFile: (file) => files.get(file), readLink: () => undefined, exists: () => false };
}

const noPs = (): undefined => undefined;

test.each([
  ["the nearest ancestor of that name", linux([30, 20, "sh"], [20, 10, "pulumi"], [10, 1, "pulumi"]), 20],
  ["the parent where there is none", linux([30, 20, "sh"], [20, 1, "bash"]), 30],
  ["the parent where its own cannot be seen", linux(), 30],
])("findEngine() finds %s", (_, platform, expected) => {
  expect(findEngine(platform, 30, noPs).pid).toBe(expected);
});

test("findEngine() tells when it started", () => {
  expect(findEngine(linux([30, 1, "pulumi"]), 30, noPs)).toEqual({ pid: 30, start: "930" });
});

test("findEngine() asks ps where there is no /proc", () => {
  const answers: Record<number, string> = { 30: "   20 /bin/sh\n", 20: "   10 /opt/homebrew/bin/pulumi\n" };
  const found = findEngine(withoutProc({}), 30, (pid) => answers[pid]);
  expect(found).toEqual({ pid: 20, start: "unknown" });
});

describe("onceGone()", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test.each([
    ["calls back once for a process that is gone", withoutProc({ 30: "gone" }), 1],
    [
      "says nothing of one that cannot be seen: no stage ends because of a system without /proc",
      withoutProc({}),
      0,
    ],
  ])("%s", (_, platform, calls) => {
    const gone = jest.fn();
    onceGone({ pid: 30, start: "unknown" }, gone, platform);
    jest.advanceTimersByTime(2000);
    expect(gone).toHaveBeenCalledTimes(calls);
  });

  test("stops watching", () => {
    const gone = jest.fn();
    onceGone({ pid: 30, start: "unknown" }, gone, withoutProc({ 30: "gone" }))();
    jest.advanceTimersByTime(2000);
    expect(gone).not.toHaveBeenCalled();
  });
});
