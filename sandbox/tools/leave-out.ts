import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { ToolError } from "./tool-error";
import type { GoSource, LeftOut, Tool } from "./tool";
import type { World } from "./world";

/** Go's module cache is read-only, and so would the copy be. */
export function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

/** Puts files of the tool's folder in the places of a module's; a place that ends in "/" is a whole package. */
function replaceFiles(part: LeftOut, copy: string, toolFolder: string): void {
  for (const [place, file] of Object.entries(part.replace)) {
    const target = join(copy, place);
    if (!place.endsWith("/")) {
      rmSync(target);
      copyFileSync(join(toolFolder, file), target);
      continue;
    }
    for (const name of readdirSync(target)) if (name.endsWith(".go")) rmSync(join(target, name));
    copyFileSync(join(toolFolder, file), join(target, basename(file)));
  }
}

/**
 * Folder of a module in Go's cache, in the version that go.mod pins.
 * @throws {ToolError} when it cannot be downloaded
 */
export async function findModule(
  tool: Tool,
  module: string,
  options: RunOptions,
  world: World,
): Promise<string> {
  const { code, output } = await world.run("go", ["mod", "download", "-json", module], options);
  const folder = /"Dir": "(?<dir>[^"]+)"/u.exec(output)?.groups?.["dir"];
  if (code === 0 && folder !== undefined) return folder;
  throw new ToolError(
    tool,
    `"go mod download ${module}" ended with ${code ?? "a signal"}:\n${output.trim()}`,
    "check the Go module proxy (GOPROXY), then run again",
  );
}

interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Copies the modules that a tool is built without a part of, with files of this folder in place of theirs.
 * @param folder - takes the copies and the go.mod that points to them
 * @returns arguments for `go build`; none where nothing is left out
 * @throws {ToolError} when a module cannot be downloaded
 */
export async function leaveOut(
  tool: Tool,
  source: GoSource,
  folder: string,
  options: RunOptions,
  world: World,
): Promise<readonly string[]> {
  const parts = source.without ?? [];
  if (parts.length === 0) return [];
  mkdirSync(folder, { recursive: true });
  const lines = [readFileSync(join(options.cwd, "go.mod"), "utf8")];
  for (const [index, part] of parts.entries()) {
    const copy = join(folder, String(index));
    cpSync(await findModule(tool, part.module, options, world), copy, { recursive: true });
    makeWritable(copy);
    replaceFiles(part, copy, options.cwd);
    lines.push(`replace ${part.module} => ${copy}`);
  }
  writeFileSync(join(folder, "go.mod"), `${lines.join("\n")}\n`);
  copyFileSync(join(options.cwd, "go.sum"), join(folder, "go.sum"));
  return [`-modfile=${join(folder, "go.mod")}`];
}
