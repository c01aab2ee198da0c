import { createHash } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";

/**
 * Place of what is fetched once for rendering: in a folder of `$XDG_CACHE_HOME/sluice`, else of `~/.cache/sluice`.
 * @param folder - of its kind
 * @param identity - texts and flags that it is told apart by
 */
export function cachePlace(folder: string, identity: readonly (string | boolean)[]): string {
  const { XDG_CACHE_HOME: base } = process.env;
  const id = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
  return path.join(base || path.join(homedir(), ".cache"), "sluice", folder, id);
}
