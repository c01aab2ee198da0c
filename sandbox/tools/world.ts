import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { OnProgress } from "./progress";
import { runCommand, type CommandRunner } from "./run-command";

/** Dependencies of resolving tools on the machine; tests pass their own. */
export interface World {
  /** Folder of all cached tools. */
  readonly cacheRoot: string;
  /** Folder with the tools' Go module folders. */
  readonly moduleRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: CommandRunner;
  readonly onProgress: OnProgress;
}

/** Folder of the cached tools: `$XDG_CACHE_HOME/sluice/tools`. @default "~/.cache/sluice/tools" */
function findCacheRoot(env: World["env"]): string {
  return join(env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache"), "sluice", "tools");
}

/** The machine as it is. */
export function realWorld(onProgress: OnProgress): World {
  return {
    cacheRoot: findCacheRoot(process.env),
    moduleRoot: __dirname,
    env: process.env,
    run: runCommand,
    onProgress,
  };
}

/** Folders of PATH, without those inside the cache: a built tool must not be taken for an installed one. */
export function installedFolders(world: World): readonly string[] {
  const folders = (world.env["PATH"] ?? "").split(delimiter);
  return folders.filter((folder) => folder !== "" && !folder.startsWith(world.cacheRoot));
}
