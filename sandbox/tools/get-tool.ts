import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildGo } from "./build-go";
import { withLock } from "./build-lock";
import { findInstalled } from "./find-installed";
import { hashFolder } from "./folder-hash";
import { withProgress } from "./progress";
import type { Tool } from "./tool";
import { renderWrapper, unpackDebs } from "./unpack-debs";
import type { World } from "./world";

/** Where one tool's binaries are. */
export interface ResolvedTool {
  readonly tool: Tool;
  /** Binary → absolute path. */
  readonly paths: Readonly<Record<string, string>>;
  /** The cache folder it is in; undefined for an installed one. */
  readonly folder?: string;
}

/** The cache folder of a tool, named after its version and everything that decides its build. */
export function cacheFolder(tool: Tool, world: World): string {
  const { source } = tool;
  const hash =
    source.kind === "go"
      ? hashFolder(join(world.moduleRoot, source.folder), [source, process.arch])
      : hashFolder("", [source, process.arch, renderWrapper("root", "file")]);
  return join(world.cacheRoot, `${tool.name}-${tool.version}-${hash}`);
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
 * Looks for a tool without making it: an installed copy of the pinned version, else the cache.
 * @returns undefined when it has to be made
 */
export async function findTool(tool: Tool, world: World): Promise<ResolvedTool | undefined> {
  const installed = await findInstalled(tool, world);
  if (installed.kind === "found") return { tool, paths: installed.paths };
  const folder = cacheFolder(tool, world);
  return existsSync(folder) ? inCache(tool, folder) : undefined;
}

/** Seconds it takes to make a tool with empty caches when `cores` processor cores do nothing else. */
export function estimateSeconds(tool: Tool, cores: number): number {
  return tool.source.kind === "go" ? tool.source.cpuSeconds / cores : 15;
}

/**
 * Builds a tool or unpacks it into the cache; when another process is doing so, waits for that one instead.
 * @throws {ToolError} when it cannot be built or downloaded
 */
export async function makeTool(tool: Tool, world: World): Promise<ResolvedTool> {
  const folder = cacheFolder(tool, world);
  const what = `${tool.source.kind === "go" ? "building" : "unpacking"} ${tool.name} ${tool.version}`;
  await withLock(
    `${folder}.lock`,
    (pid) => world.onProgress(`waiting for process ${pid}, which is ${what}`),
    async () => {
      if (!existsSync(folder)) await withProgress(world.onProgress, what, () => make(tool, folder, world));
    },
  );
  return inCache(tool, folder);
}
