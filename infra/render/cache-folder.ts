import { homedir } from "node:os";
import path from "node:path";

/** Folder of what is fetched once for rendering: in `$XDG_CACHE_HOME/sluice`, else in `~/.cache/sluice`. */
export function cacheFolder(name: string): string {
  const { XDG_CACHE_HOME: base } = process.env;
  return path.join(base || path.join(homedir(), ".cache"), "sluice", name);
}
