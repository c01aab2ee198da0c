import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

function removePartials(folder: string): void {
  for (const entry of readdirSync(dirname(folder))) {
    if (entry.startsWith(`${basename(folder)}.partial-`)) {
      rmSync(join(dirname(folder), entry), { recursive: true, force: true });
    }
  }
}

/**
 * Fills a folder of the cache so that it exists only when complete; the caller has its lock.
 * @param fill - gets a private folder, which takes the name afterwards
 */
export async function makeWhole(folder: string, fill: (partial: string) => Promise<void>): Promise<void> {
  removePartials(folder);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
