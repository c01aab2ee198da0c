import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-lanes-"));

beforeAll(() => {
  const scripts = {
    // Each waits for what the other writes: neither ends where they do not run at once.
    first: "touch first; until [ -e second ]; do sleep 0.05; done; echo of the first",
    second: "touch second; until [ -e first ]; do sleep 0.05; done; echo of the second",
    fails: "echo what is wrong >&2; exit 3",
    after: "echo never",
    priority: "nice",
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ scripts }));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs lanes of the scripts above. */
const run = (...lanes: readonly string[]) =>
  spawnSync(process.execPath, [path.join(__dirname, "lanes.js"), ...lanes], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
  });

test("lanes run at once; all that they print is there", () => {
  const { status, stdout } = run("first", "second");
  expect(status).toBe(0);
  expect(stdout).toContain("\nof the first\n");
  expect(stdout).toContain("\nof the second\n");
});

test("a script that fails ends its lane, and the others go on to their end", () => {
  const { status, stdout, stderr } = run("priority", "fails,after", "priority");
  expect(status).toBe(1);
  expect(stdout).toContain("what is wrong");
  expect(stdout).not.toContain("never");
  expect(stdout.match(/^\d+$/gmu)).toHaveLength(2);
  expect(stderr).toBe("fails failed: see above\n");
});

test("only the first lane has the machine's usual priority", () => {
  const { stdout } = run("priority", "priority");
  const [first = Number.NaN, second = Number.NaN] = (stdout.match(/^\d+$/gmu) ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
  expect(second - first).toBe(3);
});
