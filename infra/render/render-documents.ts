import type { From, Patches } from "../../stacks/schema/from";
import { renderChart } from "./chart";
import { renderKustomize } from "./kustomize";
import { renderManifest } from "./manifest";
import { applyPatches } from "./patch";
import { readObjects, refuseObjects } from "./program";
import type { Rendered, RenderContext } from "./source";

/**
 * Objects of `sluice:app.from` with `sluice:app.patch` applied.
 * @throws {SourceError} with everything that keeps them from being rendered
 */
export async function renderDocuments(
  from: From,
  patch: Patches | undefined,
  context: RenderContext,
): Promise<Rendered> {
  const apply = async (rendered: Rendered): Promise<Rendered> =>
    patch === undefined ? rendered : await applyPatches(rendered, patch, context);
  return await apply(await renderSource(from, context, apply));
}

async function renderSource(
  from: From,
  context: RenderContext,
  apply: (rendered: Rendered) => Promise<Rendered>,
): Promise<Rendered> {
  const { manifest, kustomize, chart, program } = from;
  if (program === true) return readObjects(context.objects);
  refuseObjects(context.objects);
  if (manifest !== undefined) return await renderManifest(manifest, context);
  if (kustomize !== undefined) return await renderKustomize(kustomize, context);
  return await renderChart({ ...from, chart: chart as NonNullable<typeof chart> }, context, apply);
}
