import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { findTool } from "../../sandbox/tools/get-tool";
import type { Download, Tool } from "../../sandbox/tools/tool";
import type { World } from "../../sandbox/tools/world";

/** File of the checksums, as `SLUICE_DOWNLOAD_PINS` wants it. */
export const pinsFile = "pins.json";

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function packTool(tool: Tool, world: World, folder: string, url: string): Promise<Download> {
  const built = await findTool(tool, world);
  if (built?.folder === undefined)
    throw new Error(`Cannot pack tool "${tool.name}": it must be built: got none in ${world.cacheRoot}`);
  const archive = `${tool.name}-${tool.version}.tar.gz`;
  const args = ["--use-compress-program=gzip -1 -n", "-cf", join(folder, archive), "-C", built.folder, "bin"];
  const { code, output } = await world.run("tar", args);
  if (code !== 0) throw new Error(`Cannot pack tool "${tool.name}": "tar" ended with ${code}: ${output}`);
  return {
    url: `${url}/${archive}`,
    sha256: await hashFile(join(folder, archive)),
    sources: ["this machine's own build", "nobody else's"],
    files: Object.fromEntries(tool.binaries.map((name) => [name, `bin/${name}`])),
  };
}

/**
 * Packs the tools that were built here as archives, with a list of their checksums beside them. They are not official
 * releases and cannot have their checksums: a measured start of them gets this list instead.
 * @param url - where the folder is going to be served
 * @throws {Error} naming the first tool that is not built
 */
export async function packTools(
  tools: readonly Tool[],
  world: World,
  folder: string,
  url: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const builds = { ...world, env: { ...world.env, SLUICE_TOOLS: "build" } };
  const pins: Record<string, Download> = {};
  for (const tool of tools.filter(({ source }) => source.kind === "go")) {
    world.onProgress(`packing ${tool.name} ${tool.version}`);
    pins[tool.name] = await packTool(tool, builds, folder, url);
  }
  writeFileSync(join(folder, pinsFile), JSON.stringify(pins, null, 2));
}
