import { cp, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hideValues } from "../../components/core/workload/from/rendering/hide-values";
import { findKustomization, kustomizationNames, kustomizeKey as key, readTree } from "./read-kustomization";
import type { Kustomization, KustomizationTree } from "./read-kustomization";
import { broken, SourceError } from "./source";
import type { Rendered, RenderContext } from "./source";

/** Folders that no kustomization has anything in. */
const skipped = new Set([".git", "node_modules"]);

/**
 * Copies kustomizations to where they lie to each other as before, with remote bases by their folders on this machine:
 * Kustomize would fetch these every time.
 * @param top - folder of a new one
 */
async function copyTree(all: readonly Kustomization[], top: string): Promise<void> {
  const placeOf = (folder: string): string => path.join(top, folder);
  for (const { folder } of all) {
    const filter = (from: string): boolean => !skipped.has(path.basename(from));
    await cp(folder, placeOf(folder), { recursive: true, verbatimSymlinks: true, filter });
  }
  for (const { folder, name, text, remotes } of all) {
    // One path may be the beginning of another.
    const longestFirst = [...remotes].toSorted(([a], [b]) => b.length - a.length);
    const rewritten = longestFirst.reduce(
      (before, [remote, at]) => before.replaceAll(remote, path.relative(folder, at)),
      text,
    );
    await writeFile(path.join(placeOf(folder), name), rewritten);
  }
}

/** Objects of a kustomization. */
export async function renderKustomize(
  folder: string,
  { root, render }: Pick<RenderContext, "root" | "render">,
): Promise<Rendered> {
  const directory = path.resolve(root, folder);
  if ((await findKustomization(directory)) === undefined) {
    throw broken(key, `be a folder with ${kustomizationNames[0]}`, folder);
  }
  const real = await realpath(directory);
  const unread: KustomizationTree = { problems: [], all: [] };
  // Kustomize itself explains a file that cannot be read.
  const { problems, all } = await readTree(real, path.relative(root, directory) || ".", new Set()).catch(
    () => unread,
  );
  if (problems.length > 0) throw new SourceError(...problems);
  const template = async (at: string): Promise<Rendered> => {
    try {
      return await render("kubernetes:kustomize:directory", { directory: at });
    } catch (error) {
      const words = `${folder}: ${hideValues((error as Error).message)}`;
      throw broken(key, "render", words, "kustomize build of that folder says the same: mend it there");
    }
  };
  if (all.every(({ remotes }) => remotes.size === 0)) return await template(directory);
  const top = await mkdtemp(path.join(tmpdir(), "sluice-kustomize-"));
  try {
    await copyTree(all, top);
    // A copy has no links to other folders: Kustomize fetches for itself then, or says what is wrong.
    return await template(path.join(top, real)).catch(async () => await template(directory));
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}
