import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import type { Problem } from "../../components/core/problem";
import type { Json } from "../../components/core/revision/revision";
import {
  explainRemote,
  hasCharts,
  isRemote,
  listKustomizationPaths,
  namesOrigins,
  parseRemote,
  showRemote,
} from "../../components/core/workload/from/rendering/remotes";
import { fetchBase } from "./fetch-base";
import { broken, SourceError } from "./source";

/** Key of the configuration that kustomizations stand under. */
export const kustomizeKey = "sluice:app.from.kustomize";

/** Names that Kustomize looks for, in its order. */
export const kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** A kustomization that the rendered one is made of. */
export interface Kustomization {
  readonly folder: string;
  /** Name of its file. */
  readonly name: string;
  readonly text: string;
  /** Folders on this machine of its remote bases, by the path that stands in the text. */
  readonly remotes: ReadonlyMap<string, string>;
}

/** A kustomization with all that it is made of, and the rules that these break. */
export interface KustomizationTree {
  readonly problems: readonly Problem[];
  readonly all: readonly Kustomization[];
}

/** The kustomization of a folder; undefined where it has none. */
export async function findKustomization(
  folder: string,
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  for (const name of kustomizationNames) {
    const text = await readFile(path.join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

const nothing: KustomizationTree = { problems: [], all: [] };

const isFolder = async (place: string): Promise<boolean> =>
  (await stat(place).catch(() => undefined))?.isDirectory() === true;

/** A remote base in its folder on this machine; its rules are those of what is here. */
async function readRemote(
  remote: string,
  place: string,
  seen: Set<string>,
): Promise<KustomizationTree & { readonly at?: string }> {
  const rule = explainRemote(remote);
  if (rule !== undefined) {
    return {
      ...nothing,
      problems: [{ path: kustomizeKey, text: `${kustomizeKey} (${place}) must ${rule}` }],
    };
  }
  const base = parseRemote(remote);
  // Kustomize fetches it itself, every time.
  if (base === undefined) return nothing;
  try {
    const at = await fetchBase(base, kustomizeKey);
    return { ...(await readTree(at, showRemote(remote), seen)), at };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...nothing, problems: error.problems };
  }
}

/**
 * Reads a kustomization and everything that it is made of; remote bases are fetched where they are not here yet.
 * @param place - name of the folder for people
 */
export async function readTree(folder: string, place: string, seen: Set<string>): Promise<KustomizationTree> {
  if (seen.has(folder)) return nothing;
  seen.add(folder);
  const found = await findKustomization(folder);
  if (found === undefined) return nothing;
  const kustomization = (parse(found.text, { logLevel: "silent" }) ?? {}) as Json;
  const charts = hasCharts(kustomization)
    ? broken(
        kustomizeKey,
        "have no helmCharts, which need another program",
        place,
        "render the chart by sluice:app.from.chart",
      ).problems
    : [];
  const paths = listKustomizationPaths(kustomization);
  const remotes = new Map<string, string>();
  const trees: KustomizationTree[] = [{ problems: charts, all: [{ folder, ...found, remotes }] }];
  for (const one of paths) {
    if (isRemote(one)) {
      const remote = await readRemote(one, place, seen);
      trees.push(remote);
      if (remote.at !== undefined && !namesOrigins(kustomization)) remotes.set(one, remote.at);
    } else if (await isFolder(path.resolve(folder, one))) {
      trees.push(await readTree(path.resolve(folder, one), path.join(place, one), seen));
    }
  }
  return { problems: trees.flatMap((one) => one.problems), all: trees.flatMap((one) => one.all) };
}
