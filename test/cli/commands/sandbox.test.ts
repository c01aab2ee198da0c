import { spawnSync } from "node:child_process";
import path from "node:path";

const SLUICE = path.join(__dirname, "../../../cli/sluice.js");

const sluice = (...args: string[]) => spawnSync(process.execPath, [SLUICE, ...args], { encoding: "utf8" });

test("status of a sandbox that is not there says so and exits 1", () => {
  const { status, stdout, stderr } = sluice("sandbox", "status", "--name", "never-made", "--json");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ name: "never-made", state: "absent", processes: 0 });
  expect(stderr).toContain("never-made: absent");
});

test("env of a sandbox that is not there exits 2 and prints nothing a shell would read", () => {
  const { status, stdout, stderr } = sluice("sandbox", "env", "--name", "never-made");
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain('sandbox "never-made" must be up');
});

test.each(["up", "down", "status"])("%s refuses a name that cannot be one with exit code 2", (command) => {
  const { status, stderr } = sluice("sandbox", command, "--name", "../etc");
  expect(status).toBe(2);
  expect(stderr).toContain('Cannot use sandbox "../etc"');
});

test("an unknown option exits 2", () => {
  expect(sluice("sandbox", "up", "--nmae", "x").status).toBe(2);
});

test.each(["up", "down", "status", "env", "load", "fault"])("%s has a help text", (command) => {
  const { status, stdout } = sluice("sandbox", command, "--help");
  expect(status).toBe(0);
  expect(stdout).toContain("--name <sandbox>");
  expect(stdout).toContain("--json");
});
