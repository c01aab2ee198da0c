import { join } from "node:path";
import { findInstalled } from "../../../sandbox/tools/find-installed";
import { createWorld, widget, writeProgram } from "./fake-world";

const printing =
  (output: string, code = 0) =>
  async () => ({ code, output });

test.each([
  ["the pinned version", "widget version 1.2.3 (linux)", 0, "found"],
  ["the pinned version with a v", "Widget v1.2.3", 0, "found"],
  ["the pinned version after a comma", "widget,1.2.3,deadbeef", 0, "found"],
  ["another version", "widget version 1.2.4", 0, "missing"],
  ["a longer version that starts like it", "widget version 1.2.30", 0, "missing"],
  ["a pre-release of it", "widget version 1.2.3-rc1", 0, "missing"],
  ["nothing", "", 0, "missing"],
  ["the version, but fails", "1.2.3", 1, "missing"],
])("findInstalled() on a program that prints %s", async (_name, output, code, expected) => {
  const world = createWorld(printing(output, code));
  writeProgram(join(world.home, "bin", "widget"));
  expect((await findInstalled(widget, world)).kind).toBe(expected);
});

test("findInstalled() says which file has the wrong version", async () => {
  const world = createWorld(printing("9.9.9"));
  const file = writeProgram(join(world.home, "bin", "widget"));
  expect(await findInstalled(widget, world)).toEqual({ kind: "missing", reason: `${file} is not 1.2.3` });
});

test("findInstalled() wants every binary of a tool", async () => {
  const world = createWorld(printing("1.2.3"));
  writeProgram(join(world.home, "bin", "widget"));
  const tool = { ...widget, binaries: ["widget", "gadget"] };
  expect(await findInstalled(tool, world)).toEqual({ kind: "missing", reason: "gadget is not on PATH" });
});

test("findInstalled() asks each binary with its own arguments", async () => {
  const world = createWorld(printing("1.2.3"));
  const file = writeProgram(join(world.home, "bin", "widget"));
  await findInstalled(
    { ...widget, onPath: { prints: "1.2.3", args: { widget: ["version", "--client"] } } },
    world,
  );
  expect(world.calls).toEqual([`${file} version --client`]);
});

test("findInstalled() does not take what stands in the cache for installed", async () => {
  const world = createWorld(printing("1.2.3"));
  const inCache = join(world.cacheRoot, "bin-1");
  writeProgram(join(inCache, "widget"));
  const result = await findInstalled(widget, { ...world, env: { PATH: inCache } });
  expect(result).toEqual({ kind: "missing", reason: "widget is not on PATH" });
});

test("findInstalled() takes any version where any will do, without asking for it", async () => {
  const world = createWorld();
  const file = writeProgram(join(world.home, "bin", "widget"));
  const result = await findInstalled({ ...widget, onPath: { prints: "" } }, world);
  expect(result).toEqual({ kind: "found", paths: { widget: file } });
  expect(world.calls).toEqual([]);
});

test("findInstalled() finds a plugin that Pulumi installed", async () => {
  const world = createWorld();
  const file = writeProgram(join(world.home, ".pulumi", "plugins", "resource-widget-v1.2.3", "widget"));
  const { onPath: _, ...plugin } = { ...widget, pluginFolder: "resource-widget-v1.2.3" };
  expect(await findInstalled(plugin, world)).toEqual({ kind: "found", paths: { widget: file } });
});
