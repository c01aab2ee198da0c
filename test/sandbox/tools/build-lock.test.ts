import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../../../sandbox/tools/build-lock";
import { processLife } from "../../../sandbox/tools/process-life";

const newLock = (): string => join(mkdtempSync(join(tmpdir(), "sluice-lock-")), "lock");
const neverWaits = (pid: string): never => {
  throw new Error(`waited for ${pid}`);
};

test("withLock() names its process while the task runs and leaves nothing behind", async () => {
  const file = newLock();
  const held = await withLock(file, neverWaits, async () => readFileSync(file, "utf8"));
  expect(held).toBe(processLife(process.pid));
  expect(existsSync(file)).toBe(false);
});

test("withLock() frees the lock when the task fails", async () => {
  const file = newLock();
  await expect(withLock(file, neverWaits, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["of a process that is gone", "4194305 12345"],
  ["of an earlier process with this one's pid", `${process.pid} 1`],
  ["that is empty", ""],
])("withLock() takes over a lock %s", async (_name, holder) => {
  const file = newLock();
  writeFileSync(file, holder);
  expect(await withLock(file, neverWaits, async () => "done")).toBe("done");
});

test("withLock() waits for a living process and goes on when that one is killed", async () => {
  const file = newLock();
  const other = spawn("sleep", ["1000"]);
  writeFileSync(file, processLife(other.pid ?? 0) ?? "");
  const waitedFor: string[] = [];
  const result = withLock(
    file,
    (pid) => {
      waitedFor.push(pid);
      other.kill("SIGKILL");
    },
    async () => "done",
  );
  await once(other, "exit");
  expect(await result).toBe("done");
  expect(waitedFor).toEqual([String(other.pid)]);
});

test("withLock() lets one of many in at a time", async () => {
  const file = newLock();
  let inside = 0;
  let most = 0;
  const task = async (): Promise<void> => {
    most = Math.max(most, (inside += 1));
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => withLock(file, () => undefined, task)));
  expect(most).toBe(1);
});
