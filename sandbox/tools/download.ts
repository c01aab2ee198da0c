import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { withLock } from "./build-lock";
import { DownloadError, fetchFile } from "./fetch-file";
import { makeWhole } from "./make-whole";
import { withProgress } from "./progress";
import { readPins } from "./read-pins";
import type { Download, Tool } from "./tool";
import { ToolError } from "./tool-error";
import { readWay } from "./way";
import type { World } from "./world";

/** Download pinned for a tool: undefined where there is none for this machine, or only building was asked for. */
export function findDownload(tool: Tool, world: World): Download | undefined {
  const pins = readPins(world.env);
  const way = readWay(world.env);
  const isForUs = process.platform === "linux" && process.arch === "x64";
  return isForUs && (way === "any" || way === "download") ? (pins?.[tool.name] ?? tool.download) : undefined;
}

/** The cache folder of a downloaded tool: its name has the checksum, so that it is never taken for another's. */
export function downloadFolder(tool: Tool, { sha256 }: Download, world: World): string {
  return join(world.cacheRoot, `${tool.name}-${tool.version}-release-${sha256.slice(0, 12)}`);
}

/** Address of a download: a mirror has it below its address by host and path. */
export function placeOf({ url }: Download, env: World["env"]): string {
  const base = env["SLUICE_DOWNLOAD_BASE"];
  if (base === undefined || base === "") return url;
  const { host, pathname } = new URL(url);
  return `${base.replace(/\/+$/u, "")}/${host}${pathname}`;
}

async function unpack(archive: string, files: NonNullable<Download["files"]>, into: string, world: World) {
  const unpacked = `${archive}.d`;
  mkdirSync(unpacked);
  const args = ["-xzf", archive, "-C", unpacked, "--no-same-owner", "--", ...new Set(Object.values(files))];
  const { code, output } = await world.run("tar", args);
  if (code !== 0) throw new DownloadError(`"tar" ended with ${code}: ${output.trim().slice(-300)}`);
  for (const [name, file] of Object.entries(files)) renameSync(join(unpacked, file), join(into, name));
  rmSync(unpacked, { recursive: true });
}

async function fill(tool: Tool, download: Download, folder: string, world: World): Promise<void> {
  const url = placeOf(download, world.env);
  const [binDir, file] = [join(folder, "bin"), join(folder, basename(new URL(url).pathname))];
  mkdirSync(binDir);
  await fetchFile(url, download.sha256, file);
  if (download.files === undefined) renameSync(file, join(binDir, tool.binaries[0] ?? tool.name));
  else await unpack(file, download.files, binDir, world);
  rmSync(file, { force: true });
  for (const name of tool.binaries) chmodSync(join(binDir, name), 0o755);
}

/**
 * Downloads a tool's official release into the cache, in one attempt.
 * @returns whether it is there now; false where nothing is pinned for it, or it was not had and may be built
 * @throws {ToolError} where it was not had and `SLUICE_TOOLS` is `download`
 */
export async function downloadTool(tool: Tool, world: World): Promise<boolean> {
  const download = findDownload(tool, world);
  if (download === undefined) return false;
  const folder = downloadFolder(tool, download, world);
  const what = `downloading ${tool.name} ${tool.version}`;
  const onWait = (pid: string): void => world.onProgress(`waiting for process ${pid}, which is ${what}`);
  try {
    await withLock(`${folder}.lock`, onWait, async () => {
      if (existsSync(folder)) return;
      await withProgress(world.onProgress, what, () =>
        makeWhole(folder, (partial) => fill(tool, download, partial, world)),
      );
    });
    return true;
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const { host } = new URL(placeOf(download, world.env));
    const found = `${host} gave no usable ${basename(download.url)}: ${error.message}`;
    if (readWay(world.env) === "download")
      throw new ToolError(tool, found, "check the network, HTTPS_PROXY and SLUICE_DOWNLOAD_BASE");
    world.onProgress(`not downloaded, so built: ${tool.name} ${tool.version}: ${found}`);
    return false;
  }
}
