import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";

/** This installation's packages. */
const packages = path.join(__dirname, "..", "..", "node_modules");

/**
 * Lets a project's program find Sluice: where its folder sees no package `@sluice/infra`, it gets a link to this
 * installation's packages.
 * @returns whether a link was made
 * @throws {Error} when the folder has packages of its own without Sluice
 */
export async function linkPackages(root: string): Promise<boolean> {
  try {
    createRequire(path.join(root, "index.js")).resolve("@sluice/infra");
    return false;
  } catch {
    // Not found: the link is the way to it.
  }
  const link = path.join(root, "node_modules");
  try {
    await fs.symlink(packages, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Error(
      `Cannot use packages "${link}": they must have @sluice/infra and @sluice/components: got none; link both from ${packages}/@sluice`,
      { cause: error },
    );
  }
  return true;
}
