import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packTools } from "../../../bench/serve-tools/pack-tools";
import { ensureToolsIn } from "../../../sandbox/tools/resolve";
import { runCommand } from "../../../sandbox/tools/run-command";
import { createWorld, fakeGoBuild, widget, writeProgram } from "../../sandbox/tools/fake-world";
import { serveReleases, whole } from "../../sandbox/tools/release-server";

const machine = () =>
  createWorld((...call) => (call[0] === "go" ? fakeGoBuild(...call) : runCommand(...call)));

test("packTools() makes archives of what was built, from which another machine starts without building", async () => {
  const here = machine();
  const toolbox = await ensureToolsIn(here, [widget]);
  writeProgram(toolbox.path("widget"), "#!/bin/sh\necho built here\n");
  const folder = join(here.home, "served");
  const { url, close } = await serveReleases({
    "/widget-1.2.3.tar.gz": (...call) => whole(readFileSync(join(folder, "widget-1.2.3.tar.gz")))(...call),
  });
  await packTools([widget], here, folder, url);
  const there = machine();
  const env = {
    ...there.env,
    SLUICE_TOOLS: "download",
    SLUICE_DOWNLOAD_PINS: join(folder, "pins.json"),
  };
  const started = await ensureToolsIn({ ...there, env }, [widget]).finally(close);
  expect(execFileSync(started.path("widget"), { encoding: "utf8" })).toBe("built here\n");
  expect(there.calls.filter((call) => call.startsWith("go"))).toEqual([]);
});

test("packTools() names a tool that is not built", async () => {
  const here = machine();
  await expect(packTools([widget], here, join(here.home, "served"), "http://x")).rejects.toThrow(
    'Cannot pack tool "widget": it must be built: got none in',
  );
});
