import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";

/** Puts one binary into the folder: a hard link where it is a file of the cache, else a symbolic link. */
function linkBinary(path: string, into: string, isOurs: boolean): void {
  if (!isOurs || lstatSync(path).isSymbolicLink()) return symlinkSync(path, into);
  try {
    // Pulumi looks for its language hosts beside its real path, so a symbolic link would not do.
    linkSync(path, into);
  } catch {
    copyFileSync(path, into);
  }
}

/**
 * Makes one folder with every binary, to be put on PATH. Its name is the hash of its links, so it never changes under a
 * process that uses it.
 * @param paths - binary → absolute path
 * @returns the folder
 */
export function linkBinaries(paths: Readonly<Record<string, string>>, cacheRoot: string): string {
  const name = createHash("sha256")
    .update(JSON.stringify(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheRoot, `bin-${name}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (const [binary, path] of Object.entries(paths)) {
    linkBinary(path, join(partial, binary), path.startsWith(cacheRoot));
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
