import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { describe } from "../../components/core/workload/from/identity";
import type { JsonObject } from "../../components/core/revision/revision";
import type { Problem } from "../../components/core/problem";
import type { RenderRequest } from "../../stacks/settings/rendered";
import type { Patches } from "../../stacks/schema/from";
import { listFiles } from "./manifest";

/** A place in the user's own files, and the objects there by the names that messages have. */
interface Source {
  readonly place: string;
  readonly names: readonly string[];
}

/** Objects of a file; none of one that cannot be read. */
async function namesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) => {
    const object = document.toJS({ maxAliasCount: 1000 }) as JsonObject | null;
    const items = (object?.["items"] ?? []) as readonly JsonObject[];
    return object === null ? [] : [object, ...items].map(describe);
  });
}

async function readManifests(root: string, places: readonly string[]): Promise<readonly Source[]> {
  const files = await Promise.all(places.map(async (one) => await listFiles(root, one).catch(() => [])));
  return await Promise.all(
    files.flat().map(async (file) => ({
      place: path.normalize(file),
      names: await namesIn(path.resolve(root, file)),
    })),
  );
}

async function readPatches(root: string, patches: Patches): Promise<readonly Source[]> {
  return await Promise.all(
    patches.map(async (one) =>
      typeof one === "string"
        ? { place: one, names: await namesIn(path.resolve(root, one)) }
        : { place: "sluice:app.patch", names: [describe(one as JsonObject)] },
    ),
  );
}

/** Path of a problem that is about an object as a whole. */
const isName = /^[A-Z]\w+ \S+$/;

const objectOf = ({ object, path: place = "" }: Problem): string | undefined =>
  object ?? (isName.test(place) ? place : undefined);

/**
 * Problems with the place in the user's own files that their objects come from, and the patch that changes these. Looked
 * for only where something is wrong: a set that is well needs none.
 */
export async function withSources(
  root: string,
  { from, patch = [] }: Pick<RenderRequest, "from" | "patch">,
  problems: readonly Problem[],
): Promise<readonly Problem[]> {
  const { manifest, kustomize, chart } = from;
  const [manifests, patches] = await Promise.all([
    readManifests(root, manifest ?? []),
    readPatches(root, patch),
  ]);
  const placeIn = (sources: readonly Source[], object: string): string | undefined =>
    sources.find(({ names }) => names.includes(object))?.place;
  return problems.map((problem) => {
    const object = objectOf(problem);
    if (object === undefined) return problem;
    const place =
      manifest === undefined ? (kustomize ?? chart?.path ?? chart?.name) : placeIn(manifests, object);
    const patched = placeIn(patches, object);
    const parts = [place, patched && `changed by ${patched}`].filter((one) => one !== undefined);
    return parts.length === 0 ? problem : { ...problem, text: `${problem.text} (${parts.join(", ")})` };
  });
}
