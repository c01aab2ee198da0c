import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "./tool-error";
import type { DebSource, Tool } from "./tool";
import type { World } from "./world";
import { lastLines } from "./last-lines";

const libraryFolders = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];

/** A start script that runs `file` of the unpacked root with the root's own libraries. */
export function renderWrapper(root: string, file: string, applet?: string): string {
  const libraries = libraryFolders.map((folder) => `${root}/${folder}`).join(":");
  const command = `exec ${root}/${file}${applet === undefined ? "" : ` ${applet}`} "$@"`;
  return `#!/bin/sh\nexport LD_LIBRARY_PATH=${libraries} XTABLES_LIBDIR=${root}/${libraryFolders[0]}/xtables\n${command}\n`;
}

/** Splits `containerd_1.6.20~ds1-1_amd64.deb` into package and version without its epoch. */
export function parseDebName(file: string): { readonly name: string; readonly version: string } {
  const [name = "", version = ""] = decodeURIComponent(file).split("_");
  return { name, version: version.replace(/^\d+:/u, "") };
}

async function download(
  tool: Tool,
  source: DebSource,
  into: string,
  world: World,
): Promise<readonly string[]> {
  const args = ["download", "-o", "APT::Sandbox::User=root", ...Object.keys(source.packages)];
  let result = await world.run("apt-get", args, { cwd: into });
  if (result.code !== 0 && result.code !== 127) {
    world.onProgress("reading Debian's package lists (apt-get update)");
    await world.run("apt-get", ["update", "-qq"]);
    result = await world.run("apt-get", args, { cwd: into });
  }
  if (result.code !== 0) {
    const text = lastLines(result.output, 6);
    throw new ToolError(
      tool,
      `"apt-get download" failed:\n${text}`,
      "run on Debian 12 with a reachable mirror",
    );
  }
  return readdirSync(into).filter((file) => file.endsWith(".deb"));
}

/**
 * Downloads Debian packages and unpacks them into `folder/root`, with a link or start script per binary in
 * `folder/bin`. Nothing is installed.
 * @param finalFolder - where `folder` is moved afterwards; start scripts name it
 * @throws {ToolError} when a package is not available or has another version than the pinned one
 */
export async function unpackDebs(
  tool: Tool,
  source: DebSource,
  folder: string,
  finalFolder: string,
  world: World,
): Promise<void> {
  const [archives, root, binDir] = [join(folder, "deb"), join(folder, "root"), join(folder, "bin")];
  for (const made of [archives, root, binDir]) mkdirSync(made, { recursive: true });
  const files = await download(tool, source, archives, world);
  const wrong = files
    .map(parseDebName)
    .filter(({ name, version }) => !version.startsWith(source.packages[name] ?? ""))
    .map(({ name, version }) => `${name} must be ${source.packages[name]}*: got ${version}`);
  if (wrong.length > 0) throw new ToolError(tool, wrong.join(", "), "run on Debian 12");
  for (const file of files) {
    const { code, output } = await world.run("dpkg-deb", ["-x", join(archives, file), root]);
    if (code !== 0)
      throw new ToolError(tool, `"dpkg-deb -x ${file}" failed: ${output.trim()}`, "free disk space");
  }
  rmSync(archives, { recursive: true });
  for (const [name, target] of Object.entries(source.files)) {
    const [file, applet] = typeof target === "string" ? [target] : target;
    if (!source.needLibraries.includes(name)) symlinkSync(join("..", "root", file), join(binDir, name));
    else {
      writeFileSync(join(binDir, name), renderWrapper(join(finalFolder, "root"), file, applet));
      chmodSync(join(binDir, name), 0o755);
    }
  }
}
