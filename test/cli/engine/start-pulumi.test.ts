import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPulumi, withRequire } from "../../../cli/engine/start-pulumi";

const folder = mkdtempSync(path.join(tmpdir(), "sluice-start-"));
const before = { PATH: process.env["PATH"], NODE_OPTIONS: process.env["NODE_OPTIONS"] };

afterAll(() => {
  process.env["PATH"] = before.PATH;
  if (before.NODE_OPTIONS === undefined) delete process.env["NODE_OPTIONS"];
  else process.env["NODE_OPTIONS"] = before.NODE_OPTIONS;
  rmSync(folder, { recursive: true });
});

test("every Node process that Pulumi starts loads the compiler late, and keeps the options of the user", async () => {
  const pulumi = path.join(folder, "pulumi");
  const found = path.join(folder, "found");
  const ask =
    "require('node:fs').writeFileSync(process.argv[1], require('node:module')._load.sluice + ' ' + process.title)";
  writeFileSync(pulumi, `#!/bin/sh\nexec node -e "${ask}" ${found}\n`);
  chmodSync(pulumi, 0o755);
  process.env["PATH"] = `${folder}:${before.PATH ?? ""}`;
  process.env["NODE_OPTIONS"] = "--title=mine";
  const run = startPulumi(folder, ["preview"], []);
  expect({ code: await run.exitCode, output: run.output() }).toEqual({ code: 0, output: "" });
  expect(readFileSync(found, "utf8")).toBe("true mine");
  run.remove();
});

test.each(["a b", 'a"b', String.raw`a\b`])("a folder %j is loaded from", (name) => {
  mkdirSync(path.join(folder, name));
  const file = path.join(folder, name, "say.js");
  writeFileSync(file, "console.log('loaded')");
  const { stdout } = spawnSync("node", ["-e", ""], {
    encoding: "utf8",
    env: { PATH: before.PATH, NODE_OPTIONS: withRequire(undefined, file) },
  });
  expect(stdout).toBe("loaded\n");
});
