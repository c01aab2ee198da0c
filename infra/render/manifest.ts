import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { readDocuments } from "./read-documents";
import { broken } from "./source";
import type { Rendered, RenderContext } from "./source";

const key = "sluice:app.from.manifest";

/** Files of a folder, not of its subfolders, in the order of their names; a file is itself. */
export async function listFiles(root: string, place: string): Promise<readonly string[]> {
  const at = path.resolve(root, place);
  const found = await stat(at).catch(() => undefined);
  if (found === undefined) throw broken(key, "exist", place);
  if (!found.isDirectory()) return [place];
  const names = (await readdir(at)).filter((name) => /\.(ya?ml|json)$/.test(name)).toSorted();
  const kustomization = names.find((name) => /^kustomization\.ya?ml$/.test(name));
  if (kustomization !== undefined) {
    throw broken(
      key,
      "be a folder of manifests",
      `${place} with ${kustomization}`,
      "set sluice:app.from.kustomize to it",
    );
  }
  if (names.length === 0) {
    throw broken(key, "have files that end in .yaml, .yml or .json", place);
  }
  return names.map((name) => path.join(place, name));
}

/** Objects of manifests, file by file. */
export async function renderManifest(
  places: readonly string[],
  context: Pick<RenderContext, "root" | "render">,
): Promise<Rendered> {
  const files = (await Promise.all(places.map(async (place) => await listFiles(context.root, place)))).flat();
  return (await Promise.all(files.map(async (file) => await readDocuments(file, key, context)))).flat();
}
