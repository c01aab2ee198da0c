import * as fs from "node:fs/promises";
import * as path from "node:path";
import { splitStackName } from "../../components/core/stage/stack-name";

/** Whether a file is a fleet's: its key `sluice:waves` is one that no environment has. */
export function isFleetText(text: string): boolean {
  return /^\s*["']?sluice:waves["']?\s*:/mu.test(text);
}

/**
 * Names of the files `Pulumi.<name>.yaml` in a folder, told apart by whether they are a fleet's. Stage stacks' files are
 * left out, and not read.
 */
export async function listFiles(
  folder: string,
): Promise<readonly { readonly name: string; readonly isFleet: boolean }[]> {
  const names = (await fs.readdir(folder).catch(() => [])).flatMap(
    (file) => /^Pulumi\.([a-z0-9-]+)\.yaml$/.exec(file)?.[1] ?? [],
  );
  const own = names.filter((name) => splitStackName(name).key === undefined);
  return await Promise.all(
    own.map(async (name) => {
      const text = await fs.readFile(path.join(folder, `Pulumi.${name}.yaml`), "utf8").catch(() => "");
      return { name, isFleet: isFleetText(text) };
    }),
  );
}

/** Names of the fleets that have a file in the folder of the stack files. */
export async function listFleets(folder: string): Promise<readonly string[]> {
  return (await listFiles(folder)).filter(({ isFleet }) => isFleet).map(({ name }) => name);
}
