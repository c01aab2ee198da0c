import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import {
  explainRemote,
  hasCharts,
  isRemote,
  listKustomizationPaths,
} from "../../components/core/workload/from/remotes";
import type { Json } from "../../components/core/revision/revision";
import type { Problem } from "../../components/core/problem";
import { broken, SourceError } from "./source";
import type { Rendered, RenderContext } from "./source";

const key = "sluice:app.from.kustomize";
const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

async function readKustomization(folder: string): Promise<Json | undefined> {
  for (const name of names) {
    const text = await readFile(path.join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return (parse(text, { logLevel: "silent" }) ?? {}) as Json;
  }
  return undefined;
}

/** Rules that a kustomization and the ones that it is made of break. */
async function refuseRemotes(folder: string, root: string, seen: Set<string>): Promise<readonly Problem[]> {
  if (seen.has(folder)) return [];
  seen.add(folder);
  const kustomization = await readKustomization(folder);
  if (kustomization === undefined) return [];
  const place = path.relative(root, folder) || ".";
  const charts = hasCharts(kustomization)
    ? broken(
        key,
        "have no helmCharts, which need another program",
        place,
        "render the chart by sluice:app.from.chart",
      ).problems
    : [];
  const paths = listKustomizationPaths(kustomization);
  const remotes = paths.filter(isRemote).flatMap((one) => {
    const rule = explainRemote(one);
    return rule === undefined ? [] : [{ path: key, text: `${key} (${place}) must ${rule}` }];
  });
  const inner = await Promise.all(
    paths
      .filter((one) => !isRemote(one))
      .map(async (one) => {
        const at = path.resolve(folder, one);
        const isFolder = (await stat(at).catch(() => undefined))?.isDirectory() === true;
        return isFolder ? await refuseRemotes(at, root, seen) : [];
      }),
  );
  return [...charts, ...remotes, ...inner.flat()];
}

/** Objects of a kustomization. */
export async function renderKustomize(
  folder: string,
  { root, render }: Pick<RenderContext, "root" | "render">,
): Promise<Rendered> {
  const directory = path.resolve(root, folder);
  if ((await readKustomization(directory).catch(() => ({}))) === undefined) {
    throw broken(key, `be a folder with ${names[0]}`, folder);
  }
  const problems = await refuseRemotes(directory, root, new Set()).catch(() => []);
  if (problems.length > 0) throw new SourceError(...problems);
  try {
    return await render("kubernetes:kustomize:directory", { directory });
  } catch (error) {
    throw broken(key, "render", `${folder}: ${(error as Error).message}`);
  }
}
