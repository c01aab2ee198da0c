import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildGo } from "./build-go";
import { withLock } from "./build-lock";
import { findInstalled } from "./find-installed";
import { hashFolder } from "./folder-hash";
import { formatElapsed, withProgress } from "./progress";
import type { Tool } from "./tool";
import { unpackDebs } from "./unpack-debs";
import type { World } from "./world";

/** Where one tool's binaries are. */
export interface ResolvedTool {
  readonly tool: Tool;
  /** Binary → absolute path. */
  readonly paths: Readonly<Record<string, string>>;
  /** The cache folder it is in; undefined for an installed one. */
  readonly folder?: string;
}

/** Runs a task when one of a limited number of slots is free. */
export type Slot = <T>(task: () => Promise<T>) => Promise<T>;

/** The cache folder of a tool, named after its version and everything that decides its build. */
export function cacheFolder(tool: Tool, world: World): string {
  const module = tool.source.kind === "go" ? join(world.moduleRoot, tool.source.folder) : "";
  return join(
    world.cacheRoot,
    `${tool.name}-${tool.version}-${hashFolder(module, [tool.source, process.arch])}`,
  );
}

const inCache = (tool: Tool, folder: string): ResolvedTool => ({
  tool,
  folder,
  paths: Object.fromEntries(tool.binaries.map((name) => [name, join(folder, "bin", name)])),
});

function removePartials(folder: string): void {
  for (const entry of readdirSync(dirname(folder))) {
    if (entry.startsWith(`${basename(folder)}.partial-`)) {
      rmSync(join(dirname(folder), entry), { recursive: true, force: true });
    }
  }
}

async function make(tool: Tool, folder: string, world: World): Promise<void> {
  removePartials(folder);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    if (tool.source.kind === "go") await buildGo(tool, tool.source, partial, world);
    else await unpackDebs(tool, tool.source, partial, folder, world);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * Finds a tool: an installed copy of the pinned version, else the cache, else builds or unpacks it into the cache.
 * @param buildSlot - limits how many Go builds run side by side
 * @throws {ToolError} when it cannot be built or downloaded
 */
export async function getTool(tool: Tool, world: World, buildSlot: Slot): Promise<ResolvedTool> {
  const installed = await findInstalled(tool, world);
  if (installed.kind === "found") return { tool, paths: installed.paths };
  const folder = cacheFolder(tool, world);
  if (existsSync(folder)) return inCache(tool, folder);
  const isGo = tool.source.kind === "go";
  const what = `${isGo ? "building" : "unpacking"} ${tool.name} ${tool.version}`;
  const estimate =
    tool.source.kind === "go"
      ? `up to ${formatElapsed(tool.source.cpuSeconds * 500)} on two cores, seconds when Go has it cached`
      : "about 10 s";
  const makeOnce = (): Promise<void> =>
    withLock(
      `${folder}.lock`,
      (pid) => world.onProgress(`waiting for process ${pid}, which is ${what}`),
      async () => {
        if (!existsSync(folder))
          await withProgress(world.onProgress, what, estimate, () => make(tool, folder, world));
      },
    );
  await (isGo ? buildSlot(makeOnce) : makeOnce());
  return inCache(tool, folder);
}
