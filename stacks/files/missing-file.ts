import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Names of a folder's entries; none where there is no such folder. */
async function list(folder: string): Promise<readonly string[]> {
  return await fs.readdir(folder).catch(() => []);
}

/**
 * Names the place of a stack's file, if it is not the expected one.
 * @param root - folder of Pulumi.yaml
 * @param folder - expected folder: stackConfigDir, else the same
 * @returns the way out; undefined where there is no such file anywhere near
 */
export async function explainMissingFile(
  root: string,
  folder: string,
  file: string,
): Promise<string | undefined> {
  if (folder !== root && (await list(root)).includes(file)) {
    return `there is one beside Pulumi.yaml, whose stackConfigDir is ${path.relative(root, folder)}: move it there, or remove stackConfigDir`;
  }
  const other = (await list(folder)).find(
    (name) => /\.(yml|json)$/.test(name) && name.startsWith(file.replace(/yaml$/, "")),
  );
  if (other !== undefined) return `there is ${other}: name it ${file}, and the project's file Pulumi.yaml`;
  for (const name of (await list(root)).filter((each) => each !== "node_modules" && !each.startsWith("."))) {
    if (path.join(root, name) !== folder && (await list(path.join(root, name))).includes(file)) {
      return `there is one in ${name}: set stackConfigDir: ${name} in Pulumi.yaml`;
    }
  }
  return undefined;
}
