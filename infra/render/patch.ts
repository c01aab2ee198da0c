import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { flattenLists } from "../../components/core/workload/from/flatten-lists";
import { hideValues } from "../../components/core/workload/from/rendering/hide-values";
import { checkPatches } from "../../components/core/workload/from/rendering/patches";
import type { Json } from "../../components/core/revision/revision";
import type { Patches } from "../../stacks/schema/from";
import { readDocuments } from "./read-documents";
import { broken, SourceError } from "./source";
import type { Rendered, RenderContext } from "./source";

const key = "sluice:app.patch";

/**
 * A rendered set with `sluice:app.patch` applied by Kustomize.
 * @throws {SourceError} where a patch is for no object of the set, or Kustomize refuses it (in its words)
 */
export async function applyPatches(
  rendered: Rendered,
  patches: Patches,
  context: Pick<RenderContext, "root" | "render">,
): Promise<Rendered> {
  const all = (
    await Promise.all(
      patches.map(async (one) =>
        typeof one === "string" ? await readDocuments(one, key, context) : [one as Json],
      ),
    )
  ).flat();
  const { objects, problems } = flattenLists(rendered);
  // A document that is no object is refused later, with all other faults of the set.
  if (problems.length > 0) return rendered;
  const checked = checkPatches(all, objects);
  if ("problems" in checked) throw new SourceError(...checked.problems);
  const folder = await mkdtemp(path.join(tmpdir(), "sluice-patch-"));
  try {
    const write = async (name: string, value: unknown): Promise<void> => {
      await writeFile(path.join(folder, name), JSON.stringify(value));
    };
    await writeFile(path.join(folder, "set.yaml"), objects.map((one) => JSON.stringify(one)).join("\n---\n"));
    await Promise.all(
      all.map(async (patch, index) => {
        await write(`patch-${index}.yaml`, patch);
      }),
    );
    await write("kustomization.yaml", {
      resources: ["set.yaml"],
      patches: checked.targets.map((target, index) => ({ path: `patch-${index}.yaml`, target })),
    });
    return await context.render("kubernetes:kustomize:directory", { directory: folder });
  } catch (error) {
    throw broken(key, "apply", hideValues((error as Error).message).replaceAll(folder, ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
