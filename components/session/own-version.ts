import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

/** Name of this package; the rooms of a clone have packages of their own. */
const packageName = "sluice";

/**
 * Version of this package, of a clone as of an installed one.
 * @param folder - where its code is. @default - of this file
 * @returns undefined where no package of this name is around it
 */
export function ownVersion(folder = __dirname): string | undefined {
  const file = path.join(folder, "package.json");
  const { name, version } = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string })
    : {};
  if (name === packageName) return version;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : ownVersion(parent);
}
