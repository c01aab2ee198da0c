import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
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
  if (findsSluice(path.resolve(root))) return false;
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

/** Whether a program in this folder finds Sluice, here or in a folder above, as Node looks for it. */
function findsSluice(folder: string): boolean {
  if (existsSync(path.join(folder, "node_modules", "@sluice", "infra"))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && findsSluice(parent);
}
