import { availableParallelism } from "node:os";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { goCacheFolder } from "./build-go";
import { withLock } from "./build-lock";
import { downloadTools, estimateSeconds, findTool, makeTool, type ResolvedTool } from "./get-tool";
import { linkBinaries } from "./link-binaries";
import { formatElapsed, type OnProgress } from "./progress";
import { settleAll } from "./settle-all";
import { createSlots } from "./slots";
import type { Tool } from "./tool";
import { tools, type ToolName } from "./versions";
import { realWorld, type World } from "./world";

/**
 * Builds at once: Go's builds use every core by themselves, and one after the other they share their compiled packages.
 */
const buildsAtOnce = 1;

/** The tools, ready to run. */
export interface Toolbox {
  /** One folder with every binary, to be put first on PATH. */
  readonly binDir: string;
  /** Root of the unpacked Debian packages, the sandbox's where it was asked for; "" when none were. */
  readonly debRoot: string;
  /**
   * The absolute path of a binary in `binDir`.
   * @throws {RangeError} when no tool asked for gives that binary
   */
  path(binary: string): string;
  /**
   * The cache folder of a tool, with what it has besides binaries.
   * @throws {RangeError} when it was not asked for, or an installed one is used
   */
  folder(tool: string): string;
}

/** Tools to make ready, and who hears about it. */
export interface EnsureToolsOptions {
  /** @default - all that the sandbox needs */
  readonly names?: readonly ToolName[];
  /** Tools besides those. @default none */
  readonly also?: readonly ToolName[];
  /** @default - lines on standard error */
  readonly onProgress?: OnProgress;
}

/** Makes the tools that are not there yet; one that fails does not keep the others from being made. */
async function makeTools(missing: readonly Tool[], world: World): Promise<readonly ResolvedTool[]> {
  const cores = availableParallelism();
  const seconds = missing.reduce((sum, tool) => sum + estimateSeconds(tool, cores), 0);
  world.onProgress(
    `${missing.length} to make: about ${formatElapsed(seconds * 1000)} with nothing cached on ${cores} cores, only this once`,
  );
  const inSlot = createSlots(buildsAtOnce);
  const longestFirst = missing.toSorted((a, b) => estimateSeconds(b, 1) - estimateSeconds(a, 1));
  const made = await settleAll(longestFirst.map((tool) => makeTool(tool, world, inSlot)));
  rmSync(goCacheFolder(world), { recursive: true, force: true });
  return made;
}

/**
 * Makes the given tools ready, side by side where that helps, the longest build first.
 * @throws {AggregateError} naming every tool that could not be had; the others are kept
 */
export async function ensureToolsIn(world: World, wanted: readonly Tool[]): Promise<Toolbox> {
  const there = await Promise.all(wanted.map((tool) => findTool(tool, world)));
  const missing = wanted.filter((_, i) => there[i] === undefined);
  const downloaded = await downloadTools(missing, world);
  const toMake = missing.filter((tool) => !downloaded.some((one) => one.tool === tool));
  const made =
    toMake.length === 0
      ? []
      : await withLock(
          join(world.cacheRoot, "make.lock"),
          (pid) => world.onProgress(`waiting for process ${pid}, which is making tools`),
          async () => await makeTools(toMake, world),
        );
  const found = [...there.filter((resolved) => resolved !== undefined), ...downloaded, ...made];
  const paths = Object.fromEntries(found.flatMap((resolved) => Object.entries(resolved.paths)));
  const binDir = linkBinaries(paths, world.cacheRoot);
  const sets = found.filter(({ tool }) => tool.source.kind === "deb");
  const debian = (sets.find(({ tool }) => tool.name === "debian") ?? sets[0])?.folder;
  return {
    binDir,
    debRoot: debian === undefined ? "" : join(debian, "root"),
    path(binary) {
      if (!Object.hasOwn(paths, binary)) {
        throw new RangeError(
          `Cannot find binary "${binary}": must be one of ${Object.keys(paths).join(", ")}`,
        );
      }
      return join(binDir, binary);
    },
    folder(name) {
      const folder = found.find(({ tool }) => tool.name === name)?.folder;
      if (folder === undefined) throw new RangeError(`Cannot find tool "${name}": must be one that was made`);
      return folder;
    },
  };
}

/**
 * Makes the sandbox's tools ready: from PATH where the pinned version is installed, else from the cache, else
 * downloaded where an official release is pinned and the machine may, else built. The first time takes about a quarter
 * of an hour on two cores, later some milliseconds.
 * @throws {AggregateError} naming every tool that is not available, the ways that were tried and the way out
 */
export async function ensureTools(options: EnsureToolsOptions = {}): Promise<Toolbox> {
  const onProgress = options.onProgress ?? ((line) => process.stderr.write(`tools: ${line}\n`));
  const { names, also = [] } = options;
  const wanted = tools.filter(
    ({ name, onRequest }) => also.includes(name) || (names?.includes(name) ?? onRequest !== true),
  );
  return ensureToolsIn(realWorld(onProgress), wanted);
}

/** Tools of the sandbox: which are there, and which its first start makes. */
export interface ToolStock {
  readonly there: readonly string[];
  readonly missing: readonly string[];
  /** Time that making the missing ones takes with nothing cached. */
  readonly seconds: number;
}

/** Looks for the sandbox's tools without making any. */
export async function readToolStock(
  world: World = realWorld(() => {}),
  wanted: readonly Tool[] = tools.filter((tool) => tool.onRequest !== true),
): Promise<ToolStock> {
  const found = await Promise.all(wanted.map((tool) => findTool(tool, world)));
  const missing = wanted.filter((_, i) => found[i] === undefined);
  return {
    there: wanted.filter((_, i) => found[i] !== undefined).map(({ name }) => name),
    missing: missing.map(({ name }) => name),
    seconds: missing.reduce((sum, tool) => sum + estimateSeconds(tool, availableParallelism()), 0),
  };
}
