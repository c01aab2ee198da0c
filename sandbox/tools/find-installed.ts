import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Tool } from "./tool";
import { installedFolders, type World } from "./world";

/** Path of each of a tool's binaries, or the reason why an installed copy is not used. */
export type Installed =
  | { readonly kind: "found"; readonly paths: Readonly<Record<string, string>> }
  | { readonly kind: "missing"; readonly reason: string };

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

const isWordIn = (word: string, text: string): boolean =>
  text.split(/[\s,"']+/u).some((part) => part === word || part === `v${word}`);

function findPlugin(tool: Tool, world: World): Record<string, string> | undefined {
  const home = world.env["PULUMI_HOME"] || join(world.env["HOME"] || homedir(), ".pulumi");
  const paths = tool.binaries.map(
    (name) => [name, join(home, "plugins", tool.pluginFolder ?? "", name)] as const,
  );
  return tool.pluginFolder !== undefined && paths.every(([, file]) => isExecutable(file))
    ? Object.fromEntries(paths)
    : undefined;
}

/**
 * Looks for a tool among Pulumi's installed plugins and on PATH. On PATH every binary must print the pinned version: a
 * sandbox of mixed versions fails in ways that are hard to read.
 */
export async function findInstalled(tool: Tool, world: World): Promise<Installed> {
  const plugin = findPlugin(tool, world);
  if (plugin) return { kind: "found", paths: plugin };
  const check = tool.onPath;
  if (!check) return { kind: "missing", reason: "is not looked for on PATH" };
  const paths: Record<string, string> = {};
  for (const name of tool.binaries) {
    const file = installedFolders(world)
      .map((folder) => join(folder, name))
      .find(isExecutable);
    if (file === undefined) return { kind: "missing", reason: `${name} is not on PATH` };
    paths[name] = file;
  }
  if (check.prints === "") return { kind: "found", paths };
  const answers = await Promise.all(
    Object.entries(paths).map(async ([name, file]) => {
      const { code, output } = await world.run(file, check.args?.[name] ?? ["--version"], { env: world.env });
      return code === 0 && isWordIn(check.prints, output) ? undefined : `${file} is not ${check.prints}`;
    }),
  );
  const reason = answers.find((answer) => answer !== undefined);
  return reason === undefined ? { kind: "found", paths } : { kind: "missing", reason };
}
