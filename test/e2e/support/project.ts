import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";

/** Writes what a user's project has beside its environment files, as `sluice init` does. */
export async function writeProject(folder: string): Promise<void> {
  const write = async (name: string, text: string): Promise<void> =>
    await writeFile(path.join(folder, name), text);
  const options = { typescript: false, nodeargs: "--require @sluice/infra/preload.js" };
  await write("Pulumi.yaml", stringify({ name: "scholarlink", runtime: { name: "nodejs", options } }));
  await write("package.json", JSON.stringify({ name: "e2e", private: true, main: "index.js" }));
  await write("index.js", 'module.exports = require("@sluice/infra");\n');
  await symlink(path.resolve(__dirname, "../../../node_modules"), path.join(folder, "node_modules"));
}

/** Copies a project into a folder beneath it, without its environment files: another checkout on the same backend. */
export async function copyProject(folder: string, name: string): Promise<string> {
  const copy = path.join(folder, name);
  await mkdir(copy);
  for (const file of ["Pulumi.yaml", "package.json", "index.js"])
    await copyFile(path.join(folder, file), path.join(copy, file));
  return copy;
}

/** Makes stacks as `pulumi stack init` made the one of the environment, without half a second of Pulumi for each. */
export async function copyStack(folder: string, from: string, stacks: readonly string[]): Promise<void> {
  const stateOf = (stack: string): string => path.join(folder, ".pulumi/stacks/scholarlink", `${stack}.json`);
  const state = await readFile(stateOf(from), "utf8");
  for (const stack of stacks) {
    await writeFile(stateOf(stack), state.replace(`/scholarlink/${from}"`, `/scholarlink/${stack}"`));
    // Beside the salt of what Pulumi encrypts there is nothing in it yet.
    await copyFile(path.join(folder, `Pulumi.${from}.yaml`), path.join(folder, `Pulumi.${stack}.yaml`));
  }
}
