import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { goPath } from "../go-path";

/** Folder of built images: `${XDG_CACHE_HOME:-~/.cache}/sluice/images`. */
export function imageCacheDir(): string {
  const base = process.env["XDG_CACHE_HOME"];
  return path.join(base ? base : path.join(homedir(), ".cache"), "sluice", "images");
}

/** Version line of a Go command, which is one of the inputs of a binary. */
export async function readGoVersion(go = "go"): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(go, ["env", "GOVERSION"], {
      env: { ...process.env, PATH: goPath(process.env), GOTOOLCHAIN: "local" },
    });
    return stdout.trim();
  } catch (error) {
    throw new Error(`Cannot build images: ${go} must be a Go command: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** A key that changes when any file of `directories`, or any of `parts`, changes. */
export async function hashSources(directories: readonly string[], parts: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  for (const directory of directories) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
    for (const file of files.toSorted()) {
      const data = await readFile(path.join(directory, file));
      hash.update(`${file.length}:${file}${data.length}:`).update(data);
    }
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * Fills a folder of the cache once: `fill` writes into a private folder that takes its name only when whole, so
 * that neither a crash nor a second process leaves half a result.
 */
export async function fillOnce(directory: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${directory}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await fill(partial);
    await rename(partial, directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Another process was faster: its result is the same.
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
