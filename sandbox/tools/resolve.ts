import { join } from "node:path";
import { getTool } from "./get-tool";
import { linkBinaries } from "./link-binaries";
import type { OnProgress } from "./progress";
import { createSlots } from "./slots";
import type { Tool } from "./tool";
import { tools, type ToolName } from "./versions";
import { realWorld, type World } from "./world";

/** Go's builds use every core by themselves; a second one fills the gaps of the first, e.g. while it links. */
const buildsAtOnce = 2;

/** The tools, ready to run. */
export interface Toolbox {
  /** One folder with every binary, to be put first on PATH. */
  readonly binDir: string;
  /** Root of the unpacked Debian packages; "" when they were not asked for. */
  readonly debRoot: string;
  /**
   * The absolute path of a binary in `binDir`.
   * @throws {RangeError} when no tool asked for gives that binary
   */
  path(binary: string): string;
}

/** Which tools to make ready, and who hears about it. */
export interface EnsureToolsOptions {
  /** @default - all */
  readonly names?: readonly ToolName[];
  /** @default - lines on standard error */
  readonly onProgress?: OnProgress;
}

const cost = (tool: Tool): number => (tool.source.kind === "go" ? tool.source.cpuSeconds : 0);

/**
 * Makes the given tools ready, side by side where that helps, the longest build first.
 * @throws {AggregateError} naming every tool that could not be had; the others are kept
 */
export async function ensureToolsIn(world: World, wanted: readonly Tool[]): Promise<Toolbox> {
  const buildSlot = createSlots(buildsAtOnce);
  const ordered = wanted.toSorted((a, b) => cost(b) - cost(a));
  const results = await Promise.allSettled(ordered.map((tool) => getTool(tool, world, buildSlot)));
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
  if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join("\n"));
  const found = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const paths = Object.fromEntries(found.flatMap((resolved) => Object.entries(resolved.paths)).toSorted());
  const binDir = linkBinaries(paths, world.cacheRoot);
  const debian = found.find(({ tool }) => tool.source.kind === "deb")?.folder;
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
  };
}

/**
 * Makes the sandbox's tools ready: from PATH where the pinned version is installed, else from the cache, else built.
 * The first time takes about half an hour on two cores, later some milliseconds.
 * @throws {AggregateError} naming every tool that could not be had, what was tried and the way out
 */
export async function ensureTools(options: EnsureToolsOptions = {}): Promise<Toolbox> {
  const onProgress = options.onProgress ?? ((line) => process.stderr.write(`tools: ${line}\n`));
  const wanted = options.names ? tools.filter((tool) => options.names?.includes(tool.name)) : tools;
  return ensureToolsIn(realWorld(onProgress), wanted);
}
