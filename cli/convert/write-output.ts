import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ConfigError } from "../../stacks/config-error";

/** A file to write. */
export interface OutputFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly text: string;
}

async function isThere(file: string): Promise<boolean> {
  try {
    await fs.lstat(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes files into a folder, which is made where it is not there.
 * @throws {ConfigError} when one of them is there already, unless `force`; nothing is written then
 */
export async function writeOutput(
  folder: string,
  files: readonly OutputFile[],
  force: boolean,
): Promise<void> {
  const present: string[] = [];
  for (const file of files) if (await isThere(path.join(folder, file.path))) present.push(file.path);
  if (present.length > 0 && !force) {
    throw new ConfigError(
      `write into "${folder}"`,
      present.map((file) => ({
        path: file,
        text: `${file} must not be there yet: got a file of this name`,
        fix: "name another folder with --out, or overwrite it with --force",
      })),
    );
  }
  for (const file of files) {
    const place = path.join(folder, file.path);
    await fs.mkdir(path.dirname(place), { recursive: true });
    await fs.writeFile(place, file.text);
  }
}
