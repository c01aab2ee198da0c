import { symlink, writeFile } from "node:fs/promises";
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
