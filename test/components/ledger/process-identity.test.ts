import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  processLiveness,
  processScope,
  processStart,
  thisHolder,
  thisPlatform,
} from "../../../components/ledger/process-identity";
import { hiddenProc, withoutProc } from "../../support/platforms";

test("this machine tells of a process that lives, and of one that has ended", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const pid = child.pid ?? 0;
  const start = processStart(pid) ?? "";
  expect(processLiveness(pid, start)).toBe("alive");
  child.stdin.end();
  await once(child, "exit");
  expect(processLiveness(pid, start)).toBe("dead");
  expect(processStart(pid)).toBeUndefined();
});

test("a process of another account is there though it may not be signalled", () => {
  expect(thisPlatform.exists(1)).toBe(true);
  expect(thisPlatform.exists(2 ** 22)).toBe(false);
  expect(thisPlatform.exists(Number.NaN)).toBeUndefined();
});

test.each([
  ["/proc that hides other accounts' processes", hiddenProc({ 42: "gone", 43: "hidden" })],
  ["no /proc at all", withoutProc({ 42: "gone", 43: "hidden" })],
])("%s: what is not seen is unknown, what is positively gone is dead", (_, platform) => {
  expect(processLiveness(42, "777", platform)).toBe("dead");
  expect(processLiveness(43, "777", platform)).toBe("unknown");
  expect(processStart(42, platform)).toBeUndefined();
  expect(processStart(43, platform)).toBe("unknown");
});

test("a system without /proc tells of no boot and no namespace", () => {
  const platform = withoutProc({ [process.pid]: "hidden" });
  expect(processScope(platform)).toEqual({ bootId: "unknown", pidNamespace: "unknown" });
  expect(thisHolder("prod", platform)).toMatchObject({
    processStart: "unknown",
    bootId: "unknown",
    stack: "prod",
  });
  expect(thisHolder("prod", withoutProc({ [process.pid]: "gone" }))).toMatchObject({
    processStart: "unknown",
  });
});
