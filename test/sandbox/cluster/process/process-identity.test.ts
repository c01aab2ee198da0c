import { spawn } from "node:child_process";
import { once } from "node:events";
import { identifyProcess, isProcessAlive } from "../../../../sandbox/cluster/process/process-identity";

test("knows a running process and that it has ended", async () => {
  const child = spawn("sleep", ["1000"]);
  await once(child, "spawn");
  const identity = identifyProcess(child.pid ?? 0);
  expect(isProcessAlive(identity)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isProcessAlive(identity)).toBe(false);
});

test("does not take a later process with the same number, or of an earlier start of the machine, for it", () => {
  const identity = identifyProcess(process.pid);
  expect(isProcessAlive({ ...identity, startTicks: identity.startTicks - 1 })).toBe(false);
  expect(isProcessAlive({ ...identity, bootId: "another" })).toBe(false);
});

test("refuses to name a process that is not there", () => {
  expect(() => identifyProcess(2 ** 30)).toThrow("it must be running");
});
