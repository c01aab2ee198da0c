import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { withMachineLock } from "../../../../sandbox/cluster/lifecycle/lock";

test("lets one in after the other", async () => {
  const order: string[] = [];
  const enter = (name: string) =>
    withMachineLock("lock-test-order", async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
    });
  await Promise.all([enter("a"), enter("b")]);
  expect(order.join(", ")).toMatch(/^(a in, a out, b in, b out|b in, b out, a in, a out)$/);
});

test("is free again after a failure", async () => {
  const fail = withMachineLock("lock-test-failure", () => Promise.reject(new Error("no luck")));
  await expect(fail).rejects.toThrow("no luck");
  expect(await withMachineLock("lock-test-failure", async () => "in")).toBe("in");
});

test("names the process that holds it, and is free once that is killed", async () => {
  const name = "lock-test-holder";
  const root = path.join(__dirname, "../../../..");
  const script = `require("${root}/register.js");
    require("${root}/sandbox/cluster/lifecycle/lock.ts").withMachineLock("${name}", () => {
      console.log("held");
      return new Promise((resolve) => setTimeout(resolve, 1e6));
    });`;
  const holder = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  await expect(withMachineLock(name, async () => "in", 0)).rejects.toThrow(`process ${holder.pid}`);
  holder.kill("SIGKILL");
  expect(await withMachineLock(name, async () => "in", 20)).toBe("in");
});
