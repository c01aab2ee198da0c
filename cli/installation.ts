import { existsSync } from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "..");

/** Whether this is a clone of the repository, which has a sandbox and packages to link, and not the npm package. */
export const isClone = existsSync(path.join(root, "setup.js"));

/** Way out where there is no `pulumi` on PATH. */
export const howToGetPulumi = isClone
  ? 'install Pulumi, or for a sandbox: eval "$(sluice sandbox env)"'
  : "install Pulumi";

/**
 * Whether a program in this folder finds a package, here or in a folder above, as Node looks for it.
 * @param name - for example "@pulumi/pulumi"
 */
export function findsPackage(folder: string, name: string): boolean {
  if (existsSync(path.join(folder, "node_modules", name))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && findsPackage(parent, name);
}
