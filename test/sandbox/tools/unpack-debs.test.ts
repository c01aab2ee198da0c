import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureToolsIn } from "../../../sandbox/tools/resolve";
import type { CommandRunner } from "../../../sandbox/tools/run-command";
import type { Tool } from "../../../sandbox/tools/tool";
import { parseDebName } from "../../../sandbox/tools/unpack-debs";
import { createWorld, writeProgram } from "./fake-world";

const debs: Tool = {
  name: "debs",
  version: "12",
  binaries: ["plain", "linked", "applet"],
  source: {
    kind: "deb",
    packages: { plain: "1.6.", libshared1: "" },
    files: { plain: "usr/bin/plain", linked: "usr/sbin/linked", applet: ["usr/sbin/multi", "applet"] },
    needLibraries: ["linked", "applet"],
  },
};

const mirror =
  (archives: readonly string[]): CommandRunner =>
  async (command, args, options) => {
    // `apt-get update` has no folder of its own and leaves nothing there.
    const folder = options?.cwd;
    if (command === "apt-get" && folder) for (const file of archives) writeFileSync(join(folder, file), "");
    if (command === "dpkg-deb") {
      mkdirSync(join(args[2] ?? "", "usr/bin"), { recursive: true });
      writeProgram(join(args[2] ?? "", "usr/bin/plain"));
    }
    return { code: 0, output: "" };
  };
const good = ["plain_1.6.20~ds1-1_amd64.deb", "libshared1_3%3a2.0_amd64.deb"];

test.each([
  ["containerd_1.6.20~ds1-1+deb12u3_amd64.deb", "containerd", "1.6.20~ds1-1+deb12u3"],
  ["busybox-static_1%3a1.35.0-4_amd64.deb", "busybox-static", "1.35.0-4"],
])("parseDebName() reads %s", (file, name, version) => {
  expect(parseDebName(file)).toEqual({ name, version });
});

test("unpackDebs() links a self-contained binary and wraps one that needs the unpacked libraries", async () => {
  const toolbox = await ensureToolsIn(createWorld(mirror(good)), [debs]);
  expect(readlinkSync(toolbox.path("plain"))).toContain("/debs-12-");
  expect(toolbox.debRoot).toMatch(/\/debs-12-[0-9a-f]{12}\/root$/u);
  expect(readFileSync(toolbox.path("linked"), "utf8").split("\n")).toEqual([
    "#!/bin/sh",
    `export LD_LIBRARY_PATH=${toolbox.debRoot}/usr/lib/x86_64-linux-gnu:${toolbox.debRoot}/lib/x86_64-linux-gnu` +
      ` XTABLES_LIBDIR=${toolbox.debRoot}/usr/lib/x86_64-linux-gnu/xtables`,
    `exec ${toolbox.debRoot}/usr/sbin/linked "$@"`,
    "",
  ]);
  expect(readFileSync(toolbox.path("applet"), "utf8")).toContain(
    `exec ${toolbox.debRoot}/usr/sbin/multi applet "$@"`,
  );
});

test("unpackDebs() refuses a package of another version than the pinned one", async () => {
  const world = createWorld(mirror(["plain_1.7.24_amd64.deb"]));
  await expect(ensureToolsIn(world, [debs])).rejects.toThrow(
    "plain must be 1.6.*: got 1.7.24\n  → run on Debian 12",
  );
});

test("unpackDebs() reads the package lists only when a download fails, once", async () => {
  const answer = mirror(good);
  let failures = 1;
  const world = createWorld(async (command, args, options) =>
    args[0] === "download" && (failures -= 1) >= 0
      ? { code: 100, output: "E: no lists" }
      : answer(command, args, options),
  );
  await ensureToolsIn(world, [debs]);
  expect(world.calls.filter((call) => call.startsWith("apt-get")).map((call) => call.split(" ")[1])).toEqual([
    "download",
    "update",
    "download",
  ]);
});

test("unpackDebs() shows what apt-get said", async () => {
  const world = createWorld(async () => ({ code: 100, output: "E: Unable to locate package plain\n" }));
  await expect(ensureToolsIn(world, [debs])).rejects.toThrow("E: Unable to locate package plain");
});
