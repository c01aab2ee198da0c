import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Hashes the content of a folder and the further inputs of a build.
 * @param folder - read with its subfolders; "" hashes only `also`
 * @param also - further inputs, e.g. linker stamps
 * @returns 12 hexadecimal digits
 */
export function hashFolder(folder: string, also: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(also));
  const files = folder === "" ? [] : readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const file of files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()) {
    hash.update(`\0${file.slice(folder.length)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 12);
}
