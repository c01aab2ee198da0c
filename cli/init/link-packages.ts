import * as fs from "node:fs/promises";
import * as path from "node:path";
import { RunEnd } from "../../components/core/run-end";
import { findsPackage } from "../installation";

/** Packages of this clone. */
const packages = path.join(__dirname, "..", "..", "node_modules");

/**
 * Lets a project's program find Sluice: where its folder sees no package `@sluice/infra`, it gets a link to those
 * of this clone.
 * @returns whether a link was made
 * @throws {RunEnd} `usage` when the folder has packages of its own without Sluice
 */
export async function linkPackages(root: string): Promise<boolean> {
  if (findsPackage(path.resolve(root), "@sluice/infra")) return false;
  const link = path.join(root, "node_modules");
  try {
    await fs.symlink(packages, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new RunEnd(
      "usage",
      {
        text: `Cannot use packages "${link}": they must have @sluice/infra and @sluice/components: got none`,
        fix: `link both from ${packages}/@sluice`,
      },
      { cause: error },
    );
  }
  return true;
}
