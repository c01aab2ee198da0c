import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../sandbox/tools/get-tool";
import { ensureToolsIn } from "../../../sandbox/tools/resolve";
import type { CommandRunner } from "../../../sandbox/tools/run-command";
import type { Tool } from "../../../sandbox/tools/tool";
import { createWorld, fakeGoBuild, widget, writeProgram } from "./fake-world";

const builds = (calls: readonly string[]): number =>
  calls.filter((call) => call.startsWith("go build")).length;

const named = (name: string, cpuSeconds = 10): Tool => ({
  name,
  version: "1.2.3",
  binaries: [name],
  source: { kind: "go", folder: "mod", packages: ["."], output: name, cpuSeconds },
});

test("ensureToolsIn() builds a tool that is nowhere", async () => {
  const world = createWorld();
  const toolbox = await ensureToolsIn(world, [widget]);
  expect(existsSync(toolbox.path("widget"))).toBe(true);
  expect(builds(world.calls)).toBe(1);
});

test("ensureToolsIn() takes the cache before it builds", async () => {
  const world = createWorld();
  const first = await ensureToolsIn(world, [widget]);
  const second = await ensureToolsIn(world, [widget]);
  expect(builds(world.calls)).toBe(1);
  expect(second.binDir).toBe(first.binDir);
});

test("ensureToolsIn() takes the pinned version on PATH before the cache", async () => {
  const world = createWorld(async (command, args) =>
    command === "go" ? fakeGoBuild(command, args) : { code: 0, output: "1.2.3" },
  );
  const inCache = await ensureToolsIn(world, [widget]);
  writeProgram(join(world.home, "bin", "widget"), "#!/bin/sh\n# installed\n");
  const installed = await ensureToolsIn(world, [widget]);
  expect(readFileSync(inCache.path("widget"), "utf8")).not.toContain("installed");
  expect(readFileSync(installed.path("widget"), "utf8")).toContain("installed");
});

test("ensureToolsIn() builds although another version is on PATH", async () => {
  const world = createWorld(async (command, args) =>
    command === "go" ? fakeGoBuild(command, args) : { code: 0, output: "9.9.9" },
  );
  writeProgram(join(world.home, "bin", "widget"), "#!/bin/sh\n# installed\n");
  const toolbox = await ensureToolsIn(world, [widget]);
  expect(builds(world.calls)).toBe(1);
  expect(readFileSync(toolbox.path("widget"), "utf8")).not.toContain("installed");
});

test("ensureToolsIn() builds again when the module folder changed", async () => {
  const world = createWorld();
  await ensureToolsIn(world, [widget]);
  writeFileSync(join(world.moduleRoot, "mod", "go.mod"), "module mod\n\ngo 1.26\n");
  await ensureToolsIn(world, [widget]);
  expect(builds(world.calls)).toBe(2);
});

test("ensureToolsIn() called twice at the same time builds once, and the second says whom it waits for", async () => {
  const world = createWorld();
  const [first, second] = await Promise.all([ensureToolsIn(world, [widget]), ensureToolsIn(world, [widget])]);
  expect(builds(world.calls)).toBe(1);
  expect(second.binDir).toBe(first.binDir);
  expect(world.lines).toContain(`waiting for process ${process.pid}, which is making tools`);
});

test("ensureToolsIn() runs one Go build at a time, the longest first, and reads the imports of the next ones beside it", async () => {
  let running = 0;
  let most = 0;
  const reading: string[] = [];
  const slow: CommandRunner = async (command, args) => {
    if (args[0] === "list") {
      reading.push(`${running}`);
      return { code: 0, output: "" };
    }
    most = Math.max(most, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
    return fakeGoBuild(command, args);
  };
  const world = createWorld(slow);
  await ensureToolsIn(world, [named("short", 1), named("long", 100), named("middle", 50)]);
  expect(most).toBe(1);
  expect(reading).toHaveLength(3);
  expect(world.lines.filter((line) => line.startsWith("building"))).toEqual([
    "building long 1.2.3",
    "building middle 1.2.3",
    "building short 1.2.3",
  ]);
});

test("ensureToolsIn() leaves no compiled packages behind once all tools are made", async () => {
  const world = createWorld(async (command, args, options) => {
    mkdirSync(options?.env?.["GOCACHE"] ?? "", { recursive: true });
    return fakeGoBuild(command, args);
  });
  await ensureToolsIn(world, [widget]);
  expect(existsSync(join(world.cacheRoot, "go-build"))).toBe(false);
});

test("ensureToolsIn() keeps compiled packages where a tool failed, and a GOCACHE of the user's for good", async () => {
  const broken = createWorld(async (_command, args, options) => {
    mkdirSync(options?.env?.["GOCACHE"] ?? "", { recursive: true });
    return { code: args[0] === "build" ? 1 : 0, output: "" };
  });
  await expect(ensureToolsIn(broken, [widget])).rejects.toThrow("widget");
  expect(existsSync(join(broken.cacheRoot, "go-build"))).toBe(true);
  const caches: (string | undefined)[] = [];
  const world = createWorld(async (command, args, options) => {
    caches.push(options?.env?.["GOCACHE"]);
    return fakeGoBuild(command, args);
  });
  await ensureToolsIn({ ...world, env: { ...world.env, GOCACHE: "/own" } }, [widget]);
  expect(caches.at(-1)).toBe("/own");
});

test("ensureToolsIn() names a tool whose build fails, shows the compiler's words and keeps the others", async () => {
  const world = createWorld(async (command, args) =>
    args.join(" ").includes("broken")
      ? { code: 1, output: "main.go:7:2: undefined: nonsense\n" }
      : fakeGoBuild(command, args),
  );
  const attempt = ensureToolsIn(world, [named("broken"), widget]);
  await expect(attempt).rejects.toThrow(
    /Cannot get tool "broken" 1\.2\.3: "go build" in sandbox\/tools\/mod ended with 1:\nmain\.go:7:2: undefined: nonsense/u,
  );
  expect(existsSync(cacheFolder(widget, world))).toBe(true);
  expect(readdirSync(world.cacheRoot).filter((entry) => /partial|lock/u.test(entry))).toEqual([]);
});

test("ensureToolsIn() says that Go is missing and that an installed tool would do", async () => {
  const world = createWorld(async () => ({ code: 127, output: "spawn go ENOENT" }));
  await expect(ensureToolsIn(world, [widget])).rejects.toThrow(
    'Cannot get tool "widget" 1.2.3: go must be on PATH (1.26 or newer): got none\n  → install Go; or put widget 1.2.3 on PATH',
  );
});

test("path() refuses a binary that no tool gives", async () => {
  const toolbox = await ensureToolsIn(createWorld(), [widget]);
  expect(() => toolbox.path("gadget")).toThrow('Cannot find binary "gadget": must be one of widget');
});
