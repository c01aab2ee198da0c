import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { describe } from "../../components/core/workload/from/identity";
import type { JsonObject } from "../../components/core/revision/revision";
import type { Problem } from "../../components/core/problem";
import type { RenderRequest } from "../../stacks/settings/rendered";

/** Objects of a file by the names that messages have; none of one that cannot be read. */
async function namesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) => {
    const object = document.toJS({ maxAliasCount: 1000 }) as JsonObject | null;
    const items = (object?.["items"] ?? []) as readonly JsonObject[];
    return object === null ? [] : [object, ...items].map(describe);
  });
}

async function listFiles(at: string): Promise<readonly string[]> {
  const isFolder = await stat(at).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? (await readdir(at)).toSorted().map((name) => path.join(at, name)) : [at];
}

async function findFile(
  root: string,
  places: readonly string[],
  object: string,
): Promise<string | undefined> {
  for (const place of places) {
    for (const file of await listFiles(path.resolve(root, place))) {
      if ((await namesIn(file)).includes(object)) return path.relative(root, file);
    }
  }
  return undefined;
}

/** Place in the user's own files that an object of a set comes from, and the patch that changes it. */
async function findSource(
  root: string,
  { from, patch = [] }: Pick<RenderRequest, "from" | "patch">,
  object: string,
): Promise<string | undefined> {
  const { manifest, kustomize, chart } = from;
  const place =
    manifest === undefined
      ? (kustomize ?? chart?.path ?? chart?.name)
      : await findFile(root, manifest, object);
  const names = await Promise.all(
    patch.map(async (one) =>
      typeof one === "string" ? await namesIn(path.resolve(root, one)) : [describe(one as JsonObject)],
    ),
  );
  const at = names.findIndex((each) => each.includes(object));
  const isPatched = at !== -1;
  const patched = typeof patch[at] === "string" ? patch[at] : "sluice:app.patch";
  const parts = [...(place === undefined ? [] : [place]), ...(isPatched ? [`changed by ${patched}`] : [])];
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Path of a problem that is about an object as a whole. */
const isName = /^[A-Z]\w+ \S+$/;

/**
 * Problems with the place in the user's own files that their objects come from. Looked for only where something is
 * wrong: a set that is well needs none.
 */
export async function withSources(
  root: string,
  request: Pick<RenderRequest, "from" | "patch">,
  problems: readonly Problem[],
): Promise<readonly Problem[]> {
  return await Promise.all(
    problems.map(async (problem) => {
      const { path: place = "", text } = problem;
      const object = problem.object ?? (isName.test(place) ? place : undefined);
      const source = object === undefined ? undefined : await findSource(root, request, object);
      return source === undefined ? problem : { ...problem, text: `${text} (${source})` };
    }),
  );
}
